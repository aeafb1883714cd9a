using Pawl.Stores;

namespace Pawl.Sqlite.Encrypted;

/// <summary>Builds as SQLite files in a folder, each encrypted whole by SQLCipher: <c>sqlcipher:///FOLDER</c>.</summary>
/// <param name="keys">The keys that were given, the current one first; none when none was. Asked when a store is opened.</param>
public sealed class SqlCipherKind(Func<IReadOnlyList<CipherKey>> keys) : SqliteKind
{
    /// <inheritdoc/>
    public override string Scheme => "sqlcipher";

    /// <summary>Lets this process use the system's SQLCipher for all SQLite files, also plain ones, where it is installed. It must be said before
    /// the first file is opened, since a process has one SQLite; where it isn't installed nothing changes until an encrypted store is opened.</summary>
    public static void Prepare() => _ = NativeSqlite.TryUseSqlCipher();

    private protected override SqliteOptions OptionsOf(StoreUrl url, StoreContext context)
    {
        var options = base.OptionsOf(url, context);
        return options with { Key = CipherFolder.Choose(FolderOf(url), keys()) };
    }
}
