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
public class KeyCarryingStore : IBuildStore, IRecallingStore
{
    private readonly IBuildStore _to;
    private readonly KeyShelf _from;
    private readonly KeyShelf _own;
    private readonly KeyAfterErasure _afterErasure;
    private readonly ConcurrentDictionary<KeyPlace, BuildVersion> _carried = new();

    private protected KeyCarryingStore(IBuildStore to, KeyShelf from, KeyShelf own, KeyAfterErasure afterErasure) =>
        (_to, _from, _own, _afterErasure) = (to, from, own, afterErasure);

    /// <inheritdoc/>
    public string Location => _to.Location;

    /// <summary>A store that carries keys; one that can be audited still can.</summary>
    /// <param name="to">The store.</param>
    /// <param name="from">Where the records are.</param>
    /// <param name="own">Where they go.</param>
    /// <param name="afterErasure">What becomes of a record when its build is erased there.</param>
    public static IBuildStore Over(IBuildStore to, KeyShelf from, KeyShelf own, KeyAfterErasure afterErasure) => to is IAuditableStore auditable
        ? new KeyCarryingAuditableStore(auditable, from, own, afterErasure)
        : new KeyCarryingStore(to, from, own, afterErasure);

    /// <inheritdoc/>
    public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => _to.LoadAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var after = change.After;
        if (after.Seal.IsNone)
            return await _to.AppendAsync(change, cancellationToken).ConfigureAwait(false);
        var place = new KeyPlace(after.Id, after.Seal.KeyName);
        if (after.Erasure is null)
            await CarryAsync(place, after.ErasedUpTo, cancellationToken).ConfigureAwait(false);
        var result = await _to.AppendAsync(change, cancellationToken).ConfigureAwait(false);
        // Erasing goes where the event goes.
        if (after.Erasure is { } erasure && result == AppendResult.Appended)
            await _own.DestroyAsync(place, erasure, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
        _to.ReadHistoryAsync(id, after, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
        _to.RenewLeaseAsync(id, token, until, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => _to.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The key goes after the build.</remarks>
    public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        var seal = (await _to.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Seal;
        if (!await _to.EraseAsync(id, version, cancellationToken).ConfigureAwait(false))
            return false;
        if (!seal.IsNone && _afterErasure == KeyAfterErasure.Destroyed)
        {
            var place = new KeyPlace(id, seal.KeyName);
            _carried.TryRemove(place, out _);
            await new KeyDisposal(_own, _to).RunAsync(id, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Recall(BuildState state, Guid creation, BuildVersion lastAppend) => (_to as IRecallingStore)?.Recall(state, creation, lastAppend);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _to.DisposeAsync().ConfigureAwait(false);
        await _own.DisposeAsync().ConfigureAwait(false);
        await _from.DisposeAsync().ConfigureAwait(false);
    }

    // Also once values were erased since: the record that has forgotten them takes the place of the one that hasn't.
    private async ValueTask CarryAsync(KeyPlace place, BuildVersion erasedUpTo, CancellationToken cancellationToken)
    {
        if (_carried.TryGetValue(place, out var known) && known >= erasedUpTo)
            return;
        var own = await _own.FindAsync(place, cancellationToken).ConfigureAwait(false);
        if (own is null)
        {
            var carried = await _from.FindAsync(place, cancellationToken).ConfigureAwait(false)
                ?? throw new StoreException(StoreFault.WrongKey, $"build {place.Build} is sealed, and {_from.Location} has no key record of it, so that a copy in {_own.Location} could never be read: it was erased, or the record {KeyShelf.KeyOf(place)} is missing");
            await _own.PutAsync(carried.Record, cancellationToken).ConfigureAwait(false);
        }
        else if (erasedUpTo > BuildVersion.None)
        {
            await BringOnAsync(place, own, cancellationToken).ConfigureAwait(false);
        }

        _carried[place] = erasedUpTo;
    }

    // Somebody may wrap the record anew at the same time.
    private async ValueTask BringOnAsync(KeyPlace place, ShelvedKey own, CancellationToken cancellationToken)
    {
        for (var there = own; there is not null; there = await _own.FindAsync(place, cancellationToken).ConfigureAwait(false))
        {
            if (await _from.FindAsync(place, cancellationToken).ConfigureAwait(false) is not { } newer
                || newer.Record.ErasedUpTo <= there.Record.ErasedUpTo
                || await _own.TryReplaceAsync(there, newer.Record, cancellationToken).ConfigureAwait(false))
                return;
        }
    }
}

/// <summary>The same of a store that can be audited.</summary>
internal sealed class KeyCarryingAuditableStore(IAuditableStore to, KeyShelf from, KeyShelf own, KeyAfterErasure afterErasure)
    : KeyCarryingStore(to, from, own, afterErasure), IAuditableStore
{
    public IAsyncEnumerable<BuildId> ListIdsAsync(CancellationToken cancellationToken) => to.ListIdsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken) => to.FindDifferencesAsync(id, cancellationToken);
}
