using Pawl.Stores;

namespace Pawl.Cosmos;

/// <summary>What a URL of Cosmos DB says: <c>cosmos://ACCOUNT/DATABASE/CONTAINER[?endpoint=URL]</c>.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="Database">The database in it.</param>
/// <param name="Container">The container in that.</param>
/// <param name="Endpoint">Where the account is reached when it isn't Azure's public cloud; null otherwise.</param>
internal sealed record CosmosPlace(string Account, string Database, string Container, Uri? Endpoint)
{
    public const string Scheme = "cosmos";
    public const string Form = "cosmos://ACCOUNT/DATABASE/CONTAINER[?endpoint=URL]";

    private const string EndpointSetting = "endpoint";

    /// <summary>The account's address.</summary>
    public Uri Address => Endpoint ?? new Uri($"https://{Account}.documents.azure.com/");

    /// <summary>Reads a URL.</summary>
    /// <exception cref="StoreUrlException">It isn't right.</exception>
    public static CosmosPlace Read(StoreUrl url)
    {
        url.RequireSettings(EndpointSetting);
        if (!(url.Authority.Length is >= 3 and <= 44 && url.Authority.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            throw new StoreUrlException(url, $"`{url.Authority}` is no account's name: 3 to 44 small letters, digits and hyphens; write {Form}");
        if (url.Segments is not [var database, var container] || !IsName(database) || !IsName(container))
            throw new StoreUrlException(url, $"it must name a database and a container in it; write {Form}");
        return new CosmosPlace(url.Authority, database, container, url.Setting(EndpointSetting) is { } endpoint ? ReadEndpoint(url, endpoint) : null);
    }

    // https://learn.microsoft.com/azure/cosmos-db/concepts-limits
    private static bool IsName(string name) => name.Length <= 255 && name.IndexOfAny(['\\', '#', '?']) < 0 && name.Trim() == name;

    private static Uri ReadEndpoint(StoreUrl url, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
        && endpoint is { UserInfo.Length: 0, Query.Length: 0, AbsolutePath: "/" }
            ? endpoint
            : throw new StoreUrlException(url, "the endpoint must be a URL such as https://NAME.documents.azure.com, without a path and credentials");
}
