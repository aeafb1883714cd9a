using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Aws.S3;

/// <summary>The objects of a bucket, below a prefix.</summary>
public sealed class S3Objects : IObjectStore
{
    private readonly S3Place _place;
    private readonly AwsCalls _calls;
    private readonly Lazy<AmazonS3Client> _client;

    private S3Objects(S3Place place, string location)
    {
        _place = place;
        Location = location;
        _calls = new AwsCalls(new AwsFaults(Location, $"the bucket {_place.Bucket}"));
        _client = new Lazy<AmazonS3Client>(() => S3Client.Create(_place));
    }

    /// <summary>Opens a bucket. Nothing is asked yet.</summary>
    /// <param name="url"><c>s3://BUCKET[/PREFIX][?endpoint=URL][&amp;region=REGION]</c>.</param>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static S3Objects Open(StoreUrl url) => new(S3Place.Read(url), url.ToString());

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>What one put can send while all of it is in memory; S3 itself takes 5 GiB.</summary>
    public long MostBytes => 1L << 30;

    /// <inheritdoc/>
    public ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => S3Reading.GetAsync(_client.Value, _place, key, mostBytes, limit), mostBytes, cancellationToken, $"s3:GetObject on {key}");

    /// <inheritdoc/>
    public ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken) =>
        _calls.RunAsync(limit => S3Writing.PutAsync(_client.Value, _place, key, content, condition, limit), content.Length, cancellationToken, $"s3:PutObject on {key}");

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _place.Bucket, Prefix = _place.Prefix + prefix };
        if (after.Length > 0)
            request.StartAfter = _place.Prefix + after;
        for (var more = true; more; )
        {
            var page = await _calls.RunAsync(limit => _client.Value.ListObjectsV2Async(request, limit), 0, cancellationToken, "s3:ListBucket").ConfigureAwait(false);
            foreach (var found in page.S3Objects ?? [])
                yield return found.Key[_place.Prefix.Length..];
            more = page.IsTruncated == true;
            request.ContinuationToken = page.NextContinuationToken;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectRequest { BucketName = _place.Bucket, Key = _place.Prefix + key };
        await _calls.RunAsync(limit => DeleteAsync(request, limit), 0, cancellationToken, $"s3:DeleteObject on {key}").ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
        return ValueTask.CompletedTask;
    }

    // Amazon says that what isn't there was deleted, others that it isn't there.
    private async Task<bool> DeleteAsync(DeleteObjectRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _client.Value.DeleteObjectAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception e) when (S3Reading.IsAbsent(e))
        {
            return false;
        }
    }
}
