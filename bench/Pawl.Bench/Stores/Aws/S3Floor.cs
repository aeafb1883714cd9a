using Amazon.S3;
using Amazon.S3.Model;
using Pawl.Aws.S3;

namespace Pawl.Bench.Stores.Aws;

/// <summary>One conditional put by the SDK's client, set up as the store's.</summary>
internal sealed class S3Floor(S3Place place, IReadOnlyList<ReadOnlyMemory<byte>> contents) : IFloor
{
    private readonly AmazonS3Client _client = S3Client.Create(place);
    private string _id = "";

    public string Name => "one conditional PUT of the same bytes";

    public ValueTask BeginAsync(string id)
    {
        _id = id;
        return ValueTask.CompletedTask;
    }

    public async ValueTask WriteAsync(int step)
    {
        using var content = new MemoryStream(contents[step].ToArray(), writable: false);
        await _client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = place.Bucket, Key = $"{place.Prefix}floor/{_id}/history/{step:D10}.json", InputStream = content, UseChunkEncoding = false, IfNoneMatch = "*",
        });
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
