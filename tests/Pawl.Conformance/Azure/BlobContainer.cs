using Pawl.Azure.Blobs;
using Pawl.Servers;
using Pawl.Stores;

namespace Pawl.Conformance.Azure;

/// <summary>A container of its own for one test, in Azurite.</summary>
internal sealed class BlobContainer
{
    private BlobContainer(StoreUrl url) => Url = url;

    /// <summary>The store's URL, with a prefix.</summary>
    public StoreUrl Url { get; }

    /// <summary>Makes the container.</summary>
    public static async Task<BlobContainer> CreateAsync(CancellationToken cancellationToken)
    {
        var url = await NextUrlAsync();
        await using var objects = BlobObjects.Open(url);
        await objects.CreateContainerAsync(cancellationToken);
        return new BlobContainer(url);
    }

    /// <summary>A URL of a container that isn't there yet.</summary>
    public static async Task<StoreUrl> NextUrlAsync()
    {
        var server = await TestServers.AzuriteAsync();
        Environment.SetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING", server.ConnectionString);
        return Parse($"azblob://t{Guid.NewGuid():N}/builds/here?account={AzuriteServer.AccountName}");
    }

    /// <summary>Reads a URL that is right.</summary>
    public static StoreUrl Parse(string text) =>
        StoreUrl.TryParse(text, out var url, out var complaint) ? url : throw new ArgumentException(complaint);
}
