using Pawl.Cli.Output;
using Pawl.Secrets;
using Pawl.Sqlite.Encrypted;

namespace Pawl.Cli.Stores;

/// <summary>The keys of SQLCipher's files that the environment gives this program. Read when such a store is opened.</summary>
internal static class GivenCipherKeys
{
    private const string FileVariable = "PAWL_SQLCIPHER_KEY_FILE";
    private const string Variable = "PAWL_SQLCIPHER_KEY";
    private const string OldFiles = "PAWL_OLD_SQLCIPHER_KEY_FILES";

    /// <summary>All of them, the current one first.</summary>
    /// <exception cref="UsageException">One isn't a key, or two are current.</exception>
    /// <exception cref="Pawl.Stores.StoreException">A file can't be read.</exception>
    public static IReadOnlyList<CipherKey> Read() =>
        [.. Current(), .. Value(OldFiles).Split(':', StringSplitOptions.RemoveEmptyEntries).Select(file => OfFile(file, OldFiles))];

    private static CipherKey[] Current() => (Value(FileVariable), Value(Variable)) switch
    {
        ("", "") => [],
        (var file, "") => [OfFile(file, FileVariable)],
        ("", var text) => [OfText(text, Variable)],
        _ => throw new UsageException($"{FileVariable} and {Variable} each give a key, and new files get one; put files with old keys into {OldFiles}"),
    };

    private static CipherKey OfFile(string file, string variable) => OfText(SecretFile.Read(file), $"{variable} ({Visible.Line(file)})");

    private static CipherKey OfText(string text, string source) => CipherKey.TryParse(text, out var key)
        ? key
        : throw new UsageException($"{source} holds no key: it must be {KeyText.Length} bytes in base64, as `pawl key new FILE` makes them");

    private static string Value(string variable) => Environment.GetEnvironmentVariable(variable) ?? "";
}
