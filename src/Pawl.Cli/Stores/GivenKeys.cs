using Pawl.Cli.Output;
using Pawl.Sealing;
using Pawl.Secrets;

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

    /// <summary>All of them.</summary>
    /// <remarks>Its value throws <see cref="UsageException"/> when a key isn't one, and <see cref="Pawl.Stores.StoreException"/> when a file can't be
    /// read.</remarks>
    public static Lazy<KeyRing> Ring { get; } = new(Read);

    private static KeyRing Read() => new(Current(),
    [
        .. Values(OldFiles, ':').Select(file => OfFile(file, OldFiles)),
        .. Values(OldKeys, ' ').Select(text => OfText(text, OldKeys)),
        .. Values(OldUrls, ' ').Select(url => KeyServices.Open(url, OldUrls)),
    ]);

    private static IKeyProvider? Current()
    {
        var given = ((string[])[FileVariable, Variable, UrlVariable]).Where(name => Value(name).Length > 0).ToArray();
        return given switch
        {
            [] => null,
            [FileVariable] => OfFile(Value(FileVariable), FileVariable),
            [Variable] => OfText(Value(Variable), Variable),
            [UrlVariable] => KeyServices.Open(Value(UrlVariable), UrlVariable),
            _ => throw new UsageException($"{string.Join(" and ", given)} each give a key, and one seals; put the old ones into {OldFiles}, {OldKeys} or {OldUrls}"),
        };
    }

    private static LocalKey OfFile(string file, string variable) => OfText(SecretFile.Read(file), $"{variable} ({Visible.Line(file)})");

    private static LocalKey OfText(string text, string source) => LocalKey.TryParse(text, out var key)
        ? key
        : throw new UsageException($"{source} holds no key: it must be {LocalKey.Length} bytes in base64, as `pawl key new FILE` makes them");

    private static string[] Values(string variable, char separator) => Value(variable).Split(separator, StringSplitOptions.RemoveEmptyEntries);

    private static string Value(string variable) => Environment.GetEnvironmentVariable(variable) ?? "";
}
