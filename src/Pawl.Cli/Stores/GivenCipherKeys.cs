using Pawl.Sqlite.Encrypted;

namespace Pawl.Cli.Stores;

/// <summary>The keys of SQLCipher's files that the environment gives this program. Read when such a store is opened.</summary>
internal static class GivenCipherKeys
{
    private const string FileVariable = "PAWL_SQLCIPHER_KEY_FILE";
    private const string Variable = "PAWL_SQLCIPHER_KEY";
    private const string OldFiles = "PAWL_OLD_SQLCIPHER_KEY_FILES";

    private static readonly KeyInput<CipherKey> Input = new(CipherKey.TryParse, "pawl key new");

    /// <summary>All of them, the current one first.</summary>
    /// <exception cref="UsageException">One isn't a key, or two are current.</exception>
    /// <exception cref="Pawl.Stores.StoreException">A file can't be read.</exception>
    public static IReadOnlyList<CipherKey> Read() =>
        [.. Current(), .. Value(OldFiles).Split(':', StringSplitOptions.RemoveEmptyEntries).Select(file => Input.OfFile(file, OldFiles))];

    private static CipherKey[] Current() => (Value(FileVariable), Value(Variable)) switch
    {
        ("", "") => [],
        (var file, "") => [Input.OfFile(file, FileVariable)],
        ("", var text) => [Input.OfText(text, Variable)],
        _ => throw new UsageException($"{FileVariable} and {Variable} each give a key, and new files get one; put files with old keys into {OldFiles}"),
    };

    private static string Value(string variable) => Environment.GetEnvironmentVariable(variable) ?? "";
}
