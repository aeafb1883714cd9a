using System.Runtime.InteropServices;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.SqlCipher;

/// <summary>A store whose files SQLCipher encrypts. Skips the test where that isn't installed.</summary>
public abstract class SqlCipherFixture : CommandFixture
{
    private protected const string Secret = "planted-3d7a";
    private protected const string KeyVariable = "PAWL_SQLCIPHER_KEY_FILE";

    private protected string Url => $"sqlcipher://{Store}";

    private protected string KeyFile => Path.Combine(Folder, "files.key");

    private protected async Task EncryptAsync()
    {
        Assert.SkipUnless(
            NativeLibrary.TryLoad("libsqlcipher.so.0", out _) || NativeLibrary.TryLoad("libsqlcipher.so.1", out _),
            "SQLCipher isn't installed; scripts/setup.sh --tests installs libsqlcipher0");
        await NewKeyAsync("files.key");
        Variables[KeyVariable] = KeyFile;
        Variables["PAWL_STORE"] = Url;
    }

    private protected Task NewKeyAsync(string file) => DoneAsync("key", "new", Path.Combine(Folder, file));

    private protected static bool Holds(string folder, string text) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0);
}
