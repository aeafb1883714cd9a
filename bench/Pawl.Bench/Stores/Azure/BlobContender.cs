using Pawl.Azure;
using Pawl.Azure.Blobs;
using Pawl.Servers;

namespace Pawl.Bench.Stores.Azure;

/// <summary>Builds in Azure Blob Storage on Azurite.</summary>
internal static class BlobContender
{
    public static async Task<Contender> StartAsync(IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        var server = await AzuriteServer.StartAsync(CancellationToken.None);
        Environment.SetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING", server.ConnectionString);
        var url = Surroundings.Url($"azblob://builds/bench?account={AzuriteServer.AccountName}");
        var kind = new AzureBlobKind();
        await kind.CreateAsync(url, Surroundings.Context, CancellationToken.None);
        var floor = new BlobFloor(BlobAccess.Open(url, BlobPlace.Read(url)), contents);
        return new Contender(() => kind.Open(url, Surroundings.Context), [floor], server);
    }
}
