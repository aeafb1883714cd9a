using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>Makes single events of a sealed build unreadable for good, or who made them, in every copy at once: what derives their keys is destroyed in
/// each place that has the build's record. The history stays as it is, and its chain whole.</summary>
/// <param name="ring">The keys that were given.</param>
public sealed class KeyErasure(KeyRing ring)
{
    private const int Tries = 5;

    /// <summary>The pieces that a history says were erased.</summary>
    public static async ValueTask<IReadOnlyCollection<SealedPiece>> FindAsync(IAsyncEnumerable<BuildEvent> history, CancellationToken cancellationToken) =>
        await history.OfType<BuildEvent.ValuesErased>().SelectMany(erased => erased.Pieces).ToHashSetAsync(cancellationToken: cancellationToken).ConfigureAwait(false);

    /// <summary>Forgets pieces in one place. Doing it again changes nothing.</summary>
    /// <param name="shelf">The place.</param>
    /// <param name="place">The build's key.</param>
    /// <param name="pieces">All that were erased so far.</param>
    /// <param name="upTo">The version of the last event that says so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when the place has no such record.</returns>
    /// <exception cref="StoreException">The place or a key can't be used.</exception>
    public async ValueTask<bool> ForgetAsync(
        KeyShelf shelf, KeyPlace place, IReadOnlyCollection<SealedPiece> pieces, BuildVersion upTo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        ArgumentNullException.ThrowIfNull(pieces);
        for (var tries = 1; tries <= Tries; tries++)
        {
            if (await shelf.FindAsync(place, cancellationToken).ConfigureAwait(false) is not { } there)
                return false;
            var known = await there.Record.OpenAsync(ring, cancellationToken).ConfigureAwait(false);
            var left = Forget(known, pieces);
            // How far it says it is isn't enough: of a build that was brought back to an earlier moment it has forgotten what came later, and not this.
            if (there.Record.ErasedUpTo >= upTo && left == known)
                return true;
            // By a new key: who kept an old record could open this one with that one's, and would learn nothing by it.
            var provider = ring.Wrapping($"what is left of the key of build {place.Build} is wrapped anew");
            var record = await WrappedKey.MakeAsync(place, left, Further(there.Record.ErasedUpTo, upTo), provider, cancellationToken).ConfigureAwait(false);
            if (await shelf.TryReplaceAsync(there, record, cancellationToken).ConfigureAwait(false))
                return true;
        }

        throw new StoreException(StoreFault.Busy, $"the key record of build {place.Build} was changed again and again by others; try again");
    }

    // Further than before, so that other places take it for the newer one.
    private static BuildVersion Further(BuildVersion was, BuildVersion upTo) => was < upTo ? upTo : was.Next;

    /// <summary>A tree without the keys of pieces.</summary>
    internal static KeyTree Forget(KeyTree tree, IReadOnlyCollection<SealedPiece> pieces) =>
        pieces.Aggregate(tree, (kept, piece) => kept.Puncture(BuildSealer.LeafOf(piece.Version, piece.Part)));
}
