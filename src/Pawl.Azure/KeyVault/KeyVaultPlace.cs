using Pawl.Stores;

namespace Pawl.Azure.KeyVault;

/// <summary>What a URL <c>azkv://VAULT/KEY[/VERSION]</c> names.</summary>
/// <param name="Vault">The vault's address.</param>
/// <param name="Key">The key's name.</param>
/// <param name="Version">Its version; empty for the newest.</param>
internal sealed record KeyVaultPlace(Uri Vault, string Key, string Version)
{
    private const string PublicCloud = "vault.azure.net";

    /// <summary>What a token must be for.</summary>
    public string Scope => $"https://{Vault.Host[(Vault.Host.IndexOf('.', StringComparison.Ordinal) + 1)..]}/.default";

    /// <summary>Reads a URL. A vault of another cloud, or a managed HSM, is named by its whole host.</summary>
    /// <exception cref="StoreUrlException">It isn't right.</exception>
    public static KeyVaultPlace Read(StoreUrl url)
    {
        url.RequireSettings();
        if (url.Segments is not { Length: 1 or 2 } parts || !parts.All(IsName) || !url.Authority.Split('.').All(IsName))
            throw new StoreUrlException(url, "it must name a vault and a key: azkv://VAULT/KEY, or azkv://VAULT/KEY/VERSION");
        var host = url.Authority.Contains('.', StringComparison.Ordinal) ? url.Authority : $"{url.Authority}.{PublicCloud}";
        return new KeyVaultPlace(new Uri($"https://{host}/"), parts[0], parts.Length > 1 ? parts[1] : "");
    }

    private static bool IsName(string text) => text.Length is > 0 and < 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
