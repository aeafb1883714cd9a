using System.Net;
using System.Runtime.InteropServices;
using Amazon.S3;
using Amazon.S3.Model;
using Pawl.Stores.Objects;

namespace Pawl.Aws.S3;

/// <summary>Writes objects under a condition.</summary>
internal static class S3Writing
{
    // A put that races with another one is told to come again; more in a row than may race means that something else is wrong.
    private const int Tries = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<ObjectTag?> PutAsync(
        IAmazonS3 client, S3Place place, string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var response = await client.PutObjectAsync(Request(place, key, content, condition), cancellationToken).ConfigureAwait(false);
                return S3Tag.Of(response.ETag);
            }
            catch (AmazonS3Exception e) when (IsRefusal(e, condition))
            {
                return null;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Conflict && attempt < Tries)
            {
                await Task.Delay(Pause * (attempt + Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static PutObjectRequest Request(S3Place place, string key, ReadOnlyMemory<byte> content, PutCondition condition)
    {
        var request = new PutObjectRequest
        {
            BucketName = place.Bucket,
            Key = place.Prefix + key,
            InputStream = StreamOf(content),

            // In one piece with its SHA-256 signed: other servers' handling of Amazon's signed chunks is a known source of damaged objects.
            UseChunkEncoding = false,
        };
        if (condition.Tag is { } tag)
            request.IfMatch = tag.Value;
        else
            request.IfNoneMatch = "*";
        return request;
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);

    // Over an object that is gone the answer is that there is no such key.
    private static bool IsRefusal(AmazonS3Exception e, PutCondition condition) =>
        e.StatusCode == HttpStatusCode.PreconditionFailed
        || (condition.Tag is not null && S3Reading.IsAbsent(e));
}
