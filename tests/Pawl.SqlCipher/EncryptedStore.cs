using System.Runtime.InteropServices;
using Pawl.Secrets;
using Pawl.Sqlite;
using Pawl.Sqlite.Encrypted;

namespace Pawl.SqlCipher;

/// <summary>A folder whose files are encrypted. Skips the test where SQLCipher isn't installed.</summary>
internal sealed class EncryptedStore : IDisposable
{
    internal EncryptedStore()
    {
        Assert.SkipUnless(
            NativeLibrary.TryLoad("libsqlcipher.so.0", out _) || NativeLibrary.TryLoad("libsqlcipher.so.1", out _),
            "SQLCipher isn't installed; scripts/setup.sh --tests installs libsqlcipher0");
        SqlCipherKind.Prepare();
    }

    internal string Folder { get; } = Directory.CreateTempSubdirectory("pawl-sqlcipher-").FullName;

    internal CipherKey Key { get; } = NewKey();

    internal static CipherKey NewKey() => CipherKey.TryParse(KeyText.New(), out var key) ? key : throw new InvalidOperationException("no key");

    internal SqliteBuildStore Open(CipherKey? key = null, Action<string>? warn = null, SqliteDurability durability = SqliteDurability.Normal) => SqliteBuildStore.Open(
        Folder, new SqliteOptions { Durability = durability, Key = key ?? Key, Warn = warn ?? (_ => { }), BusyTimeout = TimeSpan.FromSeconds(10) });

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
