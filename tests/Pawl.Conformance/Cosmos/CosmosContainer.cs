using Pawl.Cosmos;
using Pawl.Servers;
using Pawl.Stores;

namespace Pawl.Conformance.Cosmos;

/// <summary>A container of its own for one test, in the emulator.</summary>
internal sealed class CosmosContainer
{
    private CosmosContainer(StoreUrl url) => Url = url;

    /// <summary>The store's URL.</summary>
    public StoreUrl Url { get; }

    /// <summary>Makes the container.</summary>
    public static async Task<CosmosContainer> CreateAsync(CancellationToken cancellationToken)
    {
        var container = new CosmosContainer(await NextUrlAsync());
        await using var objects = container.Open();
        await objects.CreateAsync(cancellationToken);
        return container;
    }

    /// <summary>A URL of a container that isn't there yet.</summary>
    public static async Task<StoreUrl> NextUrlAsync()
    {
        var server = await TestServers.CosmosAsync();
        Environment.SetEnvironmentVariable("COSMOS_KEY", CosmosServer.AccountKey);
        return UrlAt(server.Endpoint);
    }

    /// <summary>A URL of a container that isn't there yet, at an address of the server.</summary>
    public static StoreUrl UrlAt(Uri endpoint) => Parse($"cosmos://local/pawl/t{Guid.NewGuid():N}?endpoint={endpoint}");

    /// <summary>Reads a URL that is right.</summary>
    public static StoreUrl Parse(string text) =>
        StoreUrl.TryParse(text, out var url, out var complaint) ? url : throw new ArgumentException(complaint);

    /// <summary>Opens it as one more process would.</summary>
    public CosmosObjects Open() => Open(Url);

    /// <summary>Opens a container.</summary>
    public static CosmosObjects Open(StoreUrl url) => CosmosObjects.Open(url, CosmosHttp.Client());
}
