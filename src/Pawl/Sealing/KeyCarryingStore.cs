using System.Collections.Concurrent;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>What becomes of a key when its build is erased.</summary>
public enum KeyAfterErasure
{
    /// <summary>It is destroyed: nothing that it opens is left.</summary>
    Destroyed,

    /// <summary>It stays: weekly snapshots beside the builds hold some of it still.</summary>
    Kept,
}

/// <summary>A store that builds are brought into from another one: a mirror, a backup, the target of a copy. The key of a sealed build is there before
/// its first event is, so that whoever has that store and the key that wraps needs nothing else. Owns the store and the shelves.</summary>
/// <param name="to">The store.</param>
/// <param name="from">Where the records are.</param>
/// <param name="own">Where they go.</param>
/// <param name="afterErasure">What becomes of a record when its build is erased there.</param>
public sealed class KeyCarryingStore(IBuildStore to, KeyShelf from, KeyShelf own, KeyAfterErasure afterErasure) : IBuildStore, IRecallingStore
{
    private readonly ConcurrentDictionary<KeyPlace, bool> _carried = new();

    /// <inheritdoc/>
    public string Location => to.Location;

    /// <inheritdoc/>
    public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => to.LoadAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.After.Seal is { IsNone: false } seal)
            await CarryAsync(new KeyPlace(change.After.Id, seal.KeyName), cancellationToken).ConfigureAwait(false);
        return await to.AppendAsync(change, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
        to.ReadHistoryAsync(id, after, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
        to.RenewLeaseAsync(id, token, until, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => to.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The key goes after the build.</remarks>
    public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        var seal = (await to.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Seal;
        if (!await to.EraseAsync(id, version, cancellationToken).ConfigureAwait(false))
            return false;
        if (!seal.IsNone && afterErasure == KeyAfterErasure.Destroyed)
        {
            var place = new KeyPlace(id, seal.KeyName);
            _carried.TryRemove(place, out _);
            await own.DeleteAsync(place, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Recall(BuildState state, Guid creation, BuildVersion lastAppend) => (to as IRecallingStore)?.Recall(state, creation, lastAppend);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await to.DisposeAsync().ConfigureAwait(false);
        await own.DisposeAsync().ConfigureAwait(false);
        await from.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask CarryAsync(KeyPlace place, CancellationToken cancellationToken)
    {
        if (_carried.ContainsKey(place))
            return;
        if (await own.FindAsync(place, cancellationToken).ConfigureAwait(false) is null)
        {
            var carried = await from.FindAsync(place, cancellationToken).ConfigureAwait(false)
                ?? throw new StoreException(StoreFault.WrongKey, $"build {place.Build} is sealed, and {from.Location} has no key record of it, so that a copy in {own.Location} could never be read: it was erased, or the record {KeyShelf.KeyOf(place)} is missing");
            await own.PutAsync(carried.Record, cancellationToken).ConfigureAwait(false);
        }

        _carried[place] = true;
    }
}
