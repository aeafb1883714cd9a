using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Erasing;

/// <summary>Erases what is sealed: the history says so first, then the keys go, in each place that has them. Cut short in between, the next call
/// goes on, and so does whoever opens the build with its key.</summary>
/// <param name="log">The store, with sealed builds as they are recorded, and who erases.</param>
/// <param name="shelves">Where the keys of its builds are: its own, its mirror's, its backup's.</param>
/// <param name="ring">The keys that were given; only needed to erase single values.</param>
public sealed class SealedErasure(BuildLog log, IReadOnlyList<KeyShelf> shelves, Lazy<KeyRing> ring)
{
    /// <summary>Erases all values of a build. Needs no key.</summary>
    /// <returns>The build after it.</returns>
    /// <exception cref="TransitionRefusedException">It may not be erased.</exception>
    /// <exception cref="StoreException">A place can't be used: the key may still be there.</exception>
    public async ValueTask<BuildState> EraseAsync(BuildId id, string reason, CancellationToken cancellationToken)
    {
        var after = await log.ChangeRepeatedlyAsync(id, change => change.After.Erasure is null ? change.Erase(reason) : change, cancellationToken).ConfigureAwait(false);
        foreach (var shelf in shelves)
            await shelf.DestroyAsync(KeyOf(after), after.Erasure!, cancellationToken).ConfigureAwait(false);
        return after;
    }

    /// <summary>Erases single values of a build; together with those that were erased before and whose keys may still be somewhere.</summary>
    /// <returns>The build after it.</returns>
    /// <exception cref="TransitionRefusedException">It may not be erased.</exception>
    /// <exception cref="StoreException">A place or a key can't be used: the keys may still be there.</exception>
    public async ValueTask<BuildState> EraseValuesAsync(BuildId id, ImmutableArray<SealedPiece> pieces, string reason, CancellationToken cancellationToken)
    {
        // Without it the history would say what can't be done.
        ring.Value.Wrapping($"what is left of the key of build {id} is wrapped anew");
        var after = await log.ChangeRepeatedlyAsync(id, change => change.EraseValues(pieces, reason), cancellationToken).ConfigureAwait(false);
        await FinishAsync(after, cancellationToken).ConfigureAwait(false);
        return after;
    }

    /// <summary>Destroys the keys of all values of a build that its history says were erased, where they still are.</summary>
    /// <exception cref="StoreException">A place or a key can't be used: the keys may still be there.</exception>
    public async ValueTask FinishAsync(BuildState build, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        var erased = await KeyErasure.FindAsync(log.Store.ReadHistoryAsync(build.Id, BuildVersion.None, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var shelf in shelves)
            await new KeyErasure(ring.Value).ForgetAsync(shelf, KeyOf(build), erased, build.ErasedUpTo, cancellationToken).ConfigureAwait(false);
    }

    private static KeyPlace KeyOf(BuildState build) => new(build.Id, build.Seal.KeyName);
}
