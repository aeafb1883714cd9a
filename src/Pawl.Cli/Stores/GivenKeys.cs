using Pawl.Sealing;

namespace Pawl.Cli.Stores;

/// <summary>The keys that the environment gives this program. Read once they are needed: whoever works on builds that aren't sealed needs none.</summary>
internal static class GivenKeys
{
    /// <summary>Names the key's file.</summary>
    public const string FileVariable = "PAWL_KEY_FILE";

    /// <summary>Holds the key.</summary>
    public const string Variable = "PAWL_KEY";

    /// <summary>Names a key in a key service.</summary>
    public const string UrlVariable = "PAWL_KEY_URL";

    private const string OldFiles = "PAWL_OLD_KEY_FILES";
    private const string OldKeys = "PAWL_OLD_KEYS";
    private const string OldUrls = "PAWL_OLD_KEY_URLS";

    private static readonly KeyInput<LocalKey> Input = new(LocalKey.TryParse, "pawl key new");

    /// <summary>All of them.</summary>
    /// <remarks>Its value throws <see cref="UsageException"/> when a key isn't one, and <see cref="Pawl.Stores.StoreException"/> when a file can't be
    /// read.</remarks>
    public static Lazy<KeyRing> Ring { get; } = new(Read);

    private static KeyRing Read() => new(Current(),
    [
        .. Values(OldFiles, ':').Select(file => Input.OfFile(file, OldFiles)),
        .. Values(OldKeys, ' ').Select(text => Input.OfText(text, OldKeys)),
        .. Values(OldUrls, ' ').Select(url => KeyServices.Open(url, OldUrls)),
    ]);

    private static IKeyProvider? Current()
    {
        var given = ((string[])[FileVariable, Variable, UrlVariable]).Where(name => Value(name).Length > 0).ToArray();
        return given switch
        {
            [] => null,
            [FileVariable] => Input.OfFile(Value(FileVariable), FileVariable),
            [Variable] => Input.OfText(Value(Variable), Variable),
            [UrlVariable] => KeyServices.Open(Value(UrlVariable), UrlVariable),
            _ => throw new UsageException($"{string.Join(" and ", given)} each give a key, and one seals; put the old ones into {OldFiles}, {OldKeys} or {OldUrls}"),
        };
    }

    private static string[] Values(string variable, char separator) => Value(variable).Split(separator, StringSplitOptions.RemoveEmptyEntries);

    private static string Value(string variable) => Environment.GetEnvironmentVariable(variable) ?? "";
}
