using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>One part of one event.</summary>
/// <param name="Version">The version that the event made.</param>
/// <param name="Part">What of it.</param>
public readonly record struct SealedPiece(BuildVersion Version, SealedPart Part);

/// <summary>Makes single events of a sealed build unreadable for good, or who made them, in every copy at once: what derives their keys is destroyed in
/// each place that has the build's record. The history stays as it is, and its chain whole.</summary>
/// <param name="ring">The keys that were given.</param>
public sealed class KeyErasure(KeyRing ring)
{
    private const int Tries = 5;

    /// <summary>Forgets pieces in one place. Doing it again changes nothing.</summary>
    /// <returns>False when the place has no such record.</returns>
    /// <exception cref="StoreException">The place or a key can't be used.</exception>
    public async ValueTask<bool> ForgetAsync(KeyShelf shelf, KeyPlace place, IReadOnlyCollection<SealedPiece> pieces, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        ArgumentNullException.ThrowIfNull(pieces);
        var provider = ring.Wrapping($"what is left of the key of build {place.Build} is wrapped anew");
        for (var tries = 1; tries <= Tries; tries++)
        {
            if (await shelf.FindAsync(place, cancellationToken).ConfigureAwait(false) is not { } there)
                return false;
            var tree = await there.Record.OpenAsync(ring, cancellationToken).ConfigureAwait(false);
            var left = pieces.Aggregate(tree, (kept, piece) => kept.Puncture(BuildSealer.LeafOf(piece.Version, piece.Part)));
            if (ReferenceEquals(left, tree))
                return true;
            // By a new key: who kept an old record could open this one with that one's, and would learn nothing by it.
            var record = await KeyRecord.MakeAsync(place, left, provider, cancellationToken).ConfigureAwait(false);
            if (await shelf.TryReplaceAsync(there, record, cancellationToken).ConfigureAwait(false))
                return true;
        }

        throw new StoreException(StoreFault.Busy, $"the key record of build {place.Build} was changed again and again by others; try again");
    }
}
