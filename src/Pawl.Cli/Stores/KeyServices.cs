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
        if (!StoreUrl.TryParse(text, out var url, out var complaint))
            throw new UsageException($"{variable}: {complaint}");
        return url.Scheme switch
        {
            "awskms" => KmsKey.Open(url),
            "azkv" => KeyVaultKey.Open(url),
            _ => throw new UsageException($"{variable} `{Visible.Line(text)}` names no key service; there are awskms://KEY[?region=REGION] and azkv://VAULT/KEY[/VERSION]"),
        };
    }
}
