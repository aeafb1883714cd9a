using System.Net;
using System.Runtime.CompilerServices;
using Azure.Core.Pipeline;
using Pawl.Cosmos.Rest;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cosmos;

/// <summary>Objects as items of one container, those of a build in one partition. They must be JSON.</summary>
public sealed class CosmosObjects : IObjectStore
{
    // Keys, not objects: about ten megabytes.
    private const int MostKeysInMemory = 100_000;

    private readonly CosmosPlace _place;
    private readonly CosmosClient _client;
    private readonly CosmosRequests _requests;
    private readonly CosmosFaults _faults;
    private readonly CosmosProof _proof;

    private CosmosObjects(StoreUrl url, HttpClientTransport transport)
    {
        Location = url.ToString();
        _place = CosmosPlace.Read(url);
        _client = CosmosAccess.Open(url, _place, transport);
        _requests = new CosmosRequests(_place);
        _faults = new CosmosFaults(Location);
        _proof = new CosmosProof(_client, _requests, _faults);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>An item may have 2 MB; its key and what the service adds need some of them.</summary>
    public long MostBytes => 1_990_000;

    /// <summary>The objects of <c>cosmos://ACCOUNT/DATABASE/CONTAINER[?endpoint=URL]</c>. Asks nobody yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static CosmosObjects Open(StoreUrl url) => new(url, HttpClientTransport.Shared);

    /// <summary>The same, by an HTTP client of one's own, disposed of with this: for a certificate that only the caller trusts.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static CosmosObjects Open(StoreUrl url, HttpClient http) => new(url, new HttpClientTransport(http));

    /// <summary>Makes the database and the container, unless they are there.</summary>
    /// <returns>What there is now.</returns>
    /// <exception cref="StoreException">They can't be made, or can't hold builds.</exception>
    public async ValueTask<IReadOnlyList<string>> CreateAsync(CancellationToken cancellationToken)
    {
        var made = await new CosmosCreation(_client, _requests, _place, _faults).RunAsync(cancellationToken).ConfigureAwait(false);
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <inheritdoc/>
    public async ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        var at = ItemAddress.Of(key);
        var answer = await _client.SendAsync(_requests.ReadItem(at), cancellationToken).ConfigureAwait(false);
        if (answer.IsItemMissing)
            return null;
        Require(answer, HttpStatusCode.OK);
        var content = ItemJson.Read(answer.Body)
            ?? throw new StoreException(StoreFault.Corrupt, $"the item {at.Id} of the partition {at.Partition} in {Location} isn't as Pawl wrote it; put back what was there, or delete it");
        var isWhole = content.Length <= mostBytes;
        return new StoredObject(isWhole ? content : content[..mostBytes], new ObjectTag(answer.Tag), isWhole);
    }

    /// <inheritdoc/>
    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        var at = ItemAddress.Of(key);
        var item = ItemJson.Write(at, key, content);
        var write = condition.Tag is { } tag ? _requests.ReplaceItem(at, item, tag.Value) : _requests.CreateItem(at, item);
        var answer = await _client.SendAsync(write, cancellationToken).ConfigureAwait(false);
        if (IsRefused(answer, condition))
            return null;
        Require(answer, HttpStatusCode.Created, HttpStatusCode.OK);
        return new ObjectTag(answer.Tag);
    }

    /// <inheritdoc/>
    /// <remarks>The service answers by its index, in any order: sorted results of many partitions would need a plan that clients carry out.
    /// So they are sorted here, a hundred thousand at a time.</remarks>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _proof.RequireAsync(cancellationToken).ConfigureAwait(false);
        var query = new KeyQuery(_client, _requests, _faults);
        SmallestKeys found;
        do
        {
            found = new SmallestKeys(MostKeysInMemory);
            await foreach (var key in query.ReadAsync(prefix, after, cancellationToken).ConfigureAwait(false))
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
        var answer = await _client.SendAsync(_requests.DeleteItem(at), cancellationToken).ConfigureAwait(false);
        if (!answer.IsItemMissing)
            Require(answer, HttpStatusCode.NoContent);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsRefused(CosmosAnswer answer, PutCondition condition) => condition.Tag is null
        ? answer.Status == HttpStatusCode.Conflict
        : answer.Status == HttpStatusCode.PreconditionFailed || answer.IsItemMissing;

    private void Require(CosmosAnswer answer, params ReadOnlySpan<HttpStatusCode> expected)
    {
        if (!expected.Contains(answer.Status))
            throw _faults.Answered(answer);
    }
}
