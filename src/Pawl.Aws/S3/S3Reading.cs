using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Pawl.Stores.Objects;

namespace Pawl.Aws.S3;

/// <summary>Reads objects, or the beginning of them.</summary>
internal static class S3Reading
{
    // The client repeats requests, but not an answer that breaks off in its body.
    private const int Tries = 3;

    public static async Task<StoredObject?> GetAsync(
        IAmazonS3 client, S3Place place, string key, int mostBytes, CancellationToken cancellationToken)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return await TryGetAsync(client, Request(place, key, mostBytes), mostBytes, cancellationToken).ConfigureAwait(false);
            }
            catch (AmazonS3Exception e) when (IsAbsent(e))
            {
                return null;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // An object without a byte has no first bytes.
                return await TryGetAsync(client, Request(place, key, int.MaxValue), mostBytes, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (left > 1)
            {
            }
        }
    }

    private static GetObjectRequest Request(S3Place place, string key, int mostBytes)
    {
        var request = new GetObjectRequest { BucketName = place.Bucket, Key = place.Prefix + key };
        if (mostBytes < int.MaxValue)
            request.ByteRange = new ByteRange(0, Math.Max(mostBytes, 1) - 1);
        return request;
    }

    private static async Task<StoredObject?> TryGetAsync(
        IAmazonS3 client, GetObjectRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        using var response = await client.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
        var length = response.ContentLength;
        var content = new byte[(int)Math.Min(length, mostBytes)];
        await response.ResponseStream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return new StoredObject(content, S3Tag.Of(response.ETag), content.Length == Whole(response.ContentRange, length));
    }

    // Content-Range: bytes 0-99/1234
    private static long Whole(string? range, long length) =>
        range is not null && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), out var whole) ? whole : length;

    /// <summary>There is no such object, in a bucket that is there.</summary>
    public static bool IsAbsent(AmazonS3Exception e) =>
        e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode is not "NoSuchBucket";
}
