using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Cosmos;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cosmos;

/// <summary>Objects as items of one container, those of a build in one partition. They must be JSON.</summary>
public sealed class CosmosObjects : IObjectStore
{
    // Keys, not objects: about ten megabytes.
    private const int MostKeysInMemory = 100_000;

    private readonly CosmosClient _client;
    private readonly Container _container;
    private readonly CosmosFaults _faults;
    private readonly CosmosCalls _calls;
    private readonly CosmosProof _proof;
    private readonly CosmosPlace _place;

    private CosmosObjects(StoreUrl url, CosmosClientOptions options)
    {
        Location = url.ToString();
        _place = CosmosPlace.Read(url);
        _client = CosmosAccess.Open(url, _place, options);
        _container = _client.GetContainer(_place.Database, _place.Container);
        _faults = new CosmosFaults(Location);
        _calls = new CosmosCalls(_faults);
        _proof = new CosmosProof(_client, _container, _calls, _faults);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>An item may have 2 MB; its key and what the service adds need some of them.</summary>
    public long MostBytes => 1_990_000;

    /// <summary>The objects of <c>cosmos://ACCOUNT/DATABASE/CONTAINER[?endpoint=URL]</c>. Asks nobody yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static CosmosObjects Open(StoreUrl url) => new(url, new CosmosClientOptions());

    /// <summary>The same, by HTTP clients of one's own: for a certificate that only the caller trusts.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static CosmosObjects Open(StoreUrl url, Func<HttpClient> clients) => new(url, new CosmosClientOptions { HttpClientFactory = clients });

    /// <summary>Makes the database and the container, unless they are there.</summary>
    /// <returns>What there is now.</returns>
    /// <exception cref="StoreException">They can't be made, or can't hold builds.</exception>
    public async ValueTask<IReadOnlyList<string>> CreateAsync(CancellationToken cancellationToken)
    {
        var made = await new CosmosCreation(_client, _place, _calls, _faults).RunAsync(cancellationToken).ConfigureAwait(false);
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <inheritdoc/>
    public async ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        var at = ItemAddress.Of(key);
        using var answer = await _calls.SendAsync(
            cancel => _container.ReadItemStreamAsync(at.Id, new PartitionKey(at.Partition), cancellationToken: cancel), cancellationToken).ConfigureAwait(false);
        if (IsMissing(answer))
            return null;
        Require(answer, HttpStatusCode.OK);
        var content = ItemJson.Read(answer.Content)
            ?? throw new StoreException(StoreFault.Corrupt, $"the item {at.Id} of the partition {at.Partition} in {Location} isn't as Pawl wrote it; put back what was there, or delete it");
        var isWhole = content.Length <= mostBytes;
        return new StoredObject(isWhole ? content : content[..mostBytes], new ObjectTag(answer.Headers.ETag), isWhole);
    }

    /// <inheritdoc/>
    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        var at = ItemAddress.Of(key);
        using var answer = await _calls.SendAsync(cancel => WriteAsync(at, key, content, condition, cancel), cancellationToken).ConfigureAwait(false);
        if (IsRefused(answer, condition))
            return null;
        Require(answer, HttpStatusCode.Created, HttpStatusCode.OK);
        return new ObjectTag(answer.Headers.ETag);
    }

    /// <inheritdoc/>
    /// <remarks>The service gives the keys of one partition by its index, not ordered: sorted results need a plan that the SDK reads by
    /// reflection. So they are sorted here, a hundred thousand at a time. Keys of many partitions cost a read of the whole container.</remarks>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        SmallestKeys found;
        do
        {
            found = new SmallestKeys(MostKeysInMemory);
            await foreach (var key in new KeyQuery(_container, prefix, after).ReadAsync(_calls, _faults, cancellationToken).ConfigureAwait(false))
                found.Add(key);
            foreach (var key in found.Keys)
                yield return after = key;
        }
        while (found.HasDropped);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        var at = ItemAddress.Of(key);
        using var answer = await _calls.SendAsync(
            cancel => _container.DeleteItemStreamAsync(at.Id, new PartitionKey(at.Partition), cancellationToken: cancel), cancellationToken).ConfigureAwait(false);
        if (!IsMissing(answer))
            Require(answer, HttpStatusCode.NoContent);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ResponseMessage> WriteAsync(ItemAddress at, string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        using var item = ItemJson.Write(at, key, content);
        var partition = new PartitionKey(at.Partition);
        return condition.Tag is { } tag
            ? await _container.ReplaceItemStreamAsync(item, at.Id, partition, new ItemRequestOptions { IfMatchEtag = tag.Value }, cancellationToken).ConfigureAwait(false)
            : await _container.CreateItemStreamAsync(item, partition, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static bool IsMissing(ResponseMessage answer) => answer.StatusCode == HttpStatusCode.NotFound && !CosmosFaults.IsOwnerMissing(answer);

    private static bool IsRefused(ResponseMessage answer, PutCondition condition) => condition.Tag is null
        ? answer.StatusCode == HttpStatusCode.Conflict
        : answer.StatusCode == HttpStatusCode.PreconditionFailed || IsMissing(answer);

    private void Require(ResponseMessage answer, params ReadOnlySpan<HttpStatusCode> expected)
    {
        if (!expected.Contains(answer.StatusCode))
            throw _faults.Answered(answer.StatusCode, CosmosFaults.Substatus(answer));
    }
}
