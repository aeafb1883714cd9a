using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Pawl.Bench.Stores.Azure;

/// <summary>One conditional put by the SDK's client, set up as the store's.</summary>
internal sealed class BlobFloor(BlobContainerClient container, IReadOnlyList<ReadOnlyMemory<byte>> contents) : IFloor
{
    private string _id = "";

    public string Name => "one conditional PUT of the same bytes";

    public ValueTask BeginAsync(string id)
    {
        _id = id;
        return ValueTask.CompletedTask;
    }

    public async ValueTask WriteAsync(int step)
    {
        using var content = BinaryData.FromBytes(contents[step]).ToStream();
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" }, Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        await container.GetBlockBlobClient($"floor/{_id}/history/{step:D10}.json").UploadAsync(content, options);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
