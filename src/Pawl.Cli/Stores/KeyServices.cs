using Pawl.Aws.Kms;
using Pawl.Azure.KeyVault;
using Pawl.Cli.Output;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Cli.Stores;

/// <summary>The services that keep keys and never give them out: one line each.</summary>
internal static class KeyServices
{
    /// <summary>Opens a key by its URL.</summary>
    /// <exception cref="UsageException">It is no URL of a key.</exception>
    public static IKeyProvider Open(string text, string variable)
    {
        var url = Parse(text, variable);
        return url.Scheme switch
        {
            "awskms" => KmsKey.Open(url),
            "azkv" => KeyVaultKey.Open(url),
            _ => throw NoService(text, variable),
        };
    }

    /// <summary>The least rights that a role needs on a key.</summary>
    /// <exception cref="UsageException">It is no URL of a key.</exception>
    public static string Policy(string text, string variable, StoreRole role)
    {
        var url = Parse(text, variable);
        return url.Scheme switch
        {
            "awskms" => KmsPolicy.Write(url, role),
            "azkv" => KeyVaultRole.Definition(url, role),
            _ => throw NoService(text, variable),
        };
    }

    private static StoreUrl Parse(string text, string variable) =>
        StoreUrl.TryParse(text, out var url, out var complaint) ? url : throw new UsageException($"{variable}: {complaint}");

    private static UsageException NoService(string text, string variable) =>
        new($"{variable} `{Visible.Line(text)}` names no key service; there are awskms://KEY[?region=REGION] and azkv://VAULT/KEY[/VERSION]");
}
