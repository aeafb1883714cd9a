using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Azure.Blobs;

/// <summary>Objects as block blobs of one container, each written by one request.</summary>
public sealed class BlobObjects : IObjectStore
{
    private static readonly BlobHttpHeaders Json = new() { ContentType = "application/json" };

    private readonly BlobContainerClient _container;
    private readonly BlobNames _names;
    private readonly BlobCalls _calls;

    private BlobObjects(StoreUrl url, BlobPlace place, BlobContainerClient container)
    {
        Location = url.ToString();
        _container = container;
        _names = new BlobNames(place.Prefix);
        _calls = new BlobCalls(Location);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>The service takes 5,000 MiB in one request; this is what one gets through in the time that a call has.</summary>
    public long MostBytes => 64L << 20;

    /// <summary>The objects of <c>azblob://CONTAINER[/PREFIX][?account=NAME][&amp;endpoint=URL]</c>. Asks nobody yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right, or no account is named.</exception>
    public static BlobObjects Open(StoreUrl url)
    {
        var place = BlobPlace.Read(url);
        return new BlobObjects(url, place, BlobAccess.Open(url, place));
    }

    /// <summary>The same, with a connection string that doesn't come from the environment.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right, or the connection string is of another account.</exception>
    public static BlobObjects Open(StoreUrl url, string connectionString)
    {
        var place = BlobPlace.Read(url);
        return new BlobObjects(url, place, BlobAccess.Open(url, place, connectionString));
    }

    /// <summary>Makes the container, private, unless it is there.</summary>
    /// <returns>True when it was made.</returns>
    /// <exception cref="StoreException">It can't be made.</exception>
    public ValueTask<bool> CreateContainerAsync(CancellationToken cancellationToken) => _calls.RunAsync(
        "containers/write",
        async cancel =>
        {
            await _container.CreateAsync(PublicAccessType.None, cancellationToken: cancel).ConfigureAwait(false);
            return true;
        },
        e => e.ErrorCode == BlobErrorCode.ContainerAlreadyExists,
        expected: false,
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobBaseClient(_names.Of(key));
        var range = mostBytes < int.MaxValue ? new HttpRange(0, mostBytes) : default;
        var isEmpty = false;
        var read = await _calls.RunAsync($"blobs/read on {key}", cancel => ReadAsync(blob, range, cancel), IsNothing, null, cancellationToken).ConfigureAwait(false);
        return isEmpty ? await _calls.RunAsync($"blobs/read on {key}", cancel => ReadAsync(blob, default, cancel), IsMissing, null, cancellationToken).ConfigureAwait(false) : read;

        // Of an empty blob there is no first byte.
        bool IsNothing(RequestFailedException e) => IsMissing(e) || (isEmpty = e.ErrorCode == BlobErrorCode.InvalidRange);
    }

    /// <inheritdoc/>
    public ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlockBlobClient(_names.Of(key));
        var options = new BlobUploadOptions
        {
            HttpHeaders = Json,
            Conditions = condition.Tag is { } tag
                ? new BlobRequestConditions { IfMatch = new ETag(tag.Value) }
                : new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        return _calls.RunAsync<ObjectTag?>(
            condition.Tag is null ? $"blobs/add/action on {key}" : $"blobs/write on {key}",
            async cancel =>
            {
                using var stream = BinaryData.FromBytes(content).ToStream();
                var written = await blob.UploadAsync(stream, options, cancel).ConfigureAwait(false);
                return new ObjectTag(written.Value.ETag.ToString());
            },
            IsRefused,
            null,
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The service begins at the key itself; servers older than 2026-02-06 begin at the first one, and are passed over here.</remarks>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions
        {
            Prefix = _names.Of(prefix),
            StartFrom = string.CompareOrdinal(after, prefix) > 0 ? _names.Of(after) : null,
        };
        string? more = null;
        do
        {
            var page = await _calls.RunAsync("blobs/read (to list)", cancel => ReadPageAsync(options, more, cancel), cancellationToken).ConfigureAwait(false);
            foreach (var blob in page.Values)
            {
                var key = _names.KeyOf(blob.Name);
                if (string.CompareOrdinal(key, after) > 0)
                    yield return key;
            }

            more = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(more));
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobBaseClient(_names.Of(key));
        await _calls.RunAsync<Response?>(
            $"blobs/delete on {key}",
            async cancel => await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancel).ConfigureAwait(false),
            IsMissing,
            null,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<StoredObject?> ReadAsync(BlobBaseClient blob, HttpRange range, CancellationToken cancellationToken)
    {
        var read = (await blob.DownloadContentAsync(new BlobDownloadOptions { Range = range }, cancellationToken).ConfigureAwait(false)).Value;
        var content = read.Content.ToMemory();
        var isWhole = read.Details.ContentRange is not { Length: > 0 } part || part.EndsWith($"/{content.Length}", StringComparison.Ordinal);
        return new StoredObject(content, new ObjectTag(read.Details.ETag.ToString()), isWhole);
    }

    private async Task<Page<BlobItem>> ReadPageAsync(GetBlobsOptions options, string? more, CancellationToken cancellationToken)
    {
        await foreach (var page in _container.GetBlobsAsync(options, cancellationToken).AsPages(more).ConfigureAwait(false))
            return page;
        throw new InvalidOperationException("a listing without a page");
    }

    private static bool IsMissing(RequestFailedException e) => e.ErrorCode == BlobErrorCode.BlobNotFound;

    private static bool IsRefused(RequestFailedException e) =>
        e.ErrorCode == BlobErrorCode.BlobAlreadyExists || e.ErrorCode == BlobErrorCode.ConditionNotMet || e.ErrorCode == BlobErrorCode.TargetConditionNotMet;
}
