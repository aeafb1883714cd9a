using Pawl.Stores;

namespace Pawl.Azure.Blobs;

/// <summary>What a URL of Azure Blob Storage says: <c>azblob://CONTAINER[/PREFIX][?account=NAME][&amp;endpoint=URL]</c>.</summary>
/// <param name="Container">The container's name.</param>
/// <param name="Prefix">What all names begin with: empty, or with a slash at its end.</param>
/// <param name="Account">The storage account; null when only the connection string tells.</param>
/// <param name="Endpoint">Where the account is reached; null for Azure's public cloud, or as the connection string says.</param>
internal sealed record BlobPlace(string Container, string Prefix, string? Account, Uri? Endpoint)
{
    public const string Scheme = "azblob";
    public const string Form = "azblob://CONTAINER[/PREFIX][?account=NAME][&endpoint=URL]";

    private const string AccountSetting = "account";
    private const string EndpointSetting = "endpoint";
    private const string AccountVariable = "AZURE_STORAGE_ACCOUNT";

    /// <summary>Reads a URL; the account may come from the environment.</summary>
    /// <exception cref="StoreUrlException">It isn't right.</exception>
    public static BlobPlace Read(StoreUrl url)
    {
        url.RequireSettings(AccountSetting, EndpointSetting);
        if (!IsContainer(url.Authority))
            throw new StoreUrlException(url, $"`{url.Authority}` is no container's name: 3 to 63 small letters, digits and single hyphens; write {Form}");
        var account = url.Setting(AccountSetting) ?? Variable(AccountVariable);
        if (account is not null && !(account.Length is >= 3 and <= 24 && account.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))))
            throw new StoreUrlException(url, $"`{account}` is no storage account's name: 3 to 24 small letters and digits, without .blob.core.windows.net");
        if (url.Segments.Any(s => s is "." or ".."))
            throw new StoreUrlException(url, "the prefix must not have `.` or `..` as a part");
        var prefix = string.Concat(url.Segments.Select(s => $"{s}/"));
        return new BlobPlace(url.Authority, prefix, account, url.Setting(EndpointSetting) is { } endpoint ? ReadEndpoint(url, endpoint) : null);
    }

    /// <summary>A variable of the environment that is set and not empty.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    // https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
    private static bool IsContainer(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);

    private static Uri ReadEndpoint(StoreUrl url, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
        && endpoint is { UserInfo.Length: 0, Query.Length: 0 }
            ? endpoint
            : throw new StoreUrlException(url, "the endpoint must be a URL such as https://NAME.blob.core.windows.net, without credentials");
}
