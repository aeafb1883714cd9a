using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>Which records are wrapped anew.</summary>
public enum RotationScope
{
    /// <summary>Those that another key wrapped.</summary>
    Others,

    /// <summary>Those of the current key too: its service made a new version of it.</summary>
    All,
}

/// <summary>Wraps the keys of builds by the current key. A build's own keys stay, and with them every value: no history is touched. Cut short, it
/// goes on when it is called again, since a record is either wrapped anew or not.</summary>
/// <param name="ring">The keys that were given.</param>
/// <param name="scope">Which records.</param>
public sealed class KeyRotation(KeyRing ring, RotationScope scope)
{
    private const int AtOnce = 8;
    private const int Tries = 5;

    private int _rewrapped;
    private int _current;
    private int _failed;

    /// <summary>The records that were wrapped anew.</summary>
    public int Rewrapped => _rewrapped;

    /// <summary>Those that the current key had wrapped already.</summary>
    public int Current => _current;

    /// <summary>Those that couldn't be.</summary>
    public int Failed => _failed;

    /// <summary>Goes through the records of a store.</summary>
    /// <param name="shelf">Where they are.</param>
    /// <param name="tell">Told of each that can't be wrapped anew; from several threads.</param>
    /// <param name="cancellationToken">Stops: what was wrapped stays, and the next call goes on.</param>
    /// <exception cref="StoreException">The store can't be used, or no key was given to wrap by.</exception>
    public async Task RunAsync(KeyShelf shelf, Action<KeyPlace, string> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shelf);
        ArgumentNullException.ThrowIfNull(tell);
        var provider = ring.Wrapping("keys are wrapped anew by a key");
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(shelf.ListAsync(cancellationToken), options, async (place, token) =>
        {
            try
            {
                await RewrapAsync(shelf, place, provider, token).ConfigureAwait(false);
            }
            catch (StoreException e) when (e.Fault is StoreFault.WrongKey or StoreFault.Corrupt or StoreFault.Newer or StoreFault.Busy)
            {
                // One record that can't be opened is no reason to leave the others to a key that is to be retired.
                Interlocked.Increment(ref _failed);
                tell(place, e.Message);
            }
        }).ConfigureAwait(false);
    }

    private async ValueTask RewrapAsync(KeyShelf shelf, KeyPlace place, IKeyProvider provider, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= Tries; tries++)
        {
            // Its build may have been erased since it was listed.
            if (await shelf.FindAsync(place, cancellationToken).ConfigureAwait(false) is not { } there)
                return;
            // Of a key that was destroyed there is nothing to wrap.
            if (there.Record is not WrappedKey wrapped)
                return;
            if (scope == RotationScope.Others && wrapped.Wrapper == provider.Identity)
            {
                Interlocked.Increment(ref _current);
                return;
            }

            var rewrapped = await wrapped.RewrapAsync(ring, provider, cancellationToken).ConfigureAwait(false);
            if (await shelf.TryReplaceAsync(there, rewrapped, cancellationToken).ConfigureAwait(false))
            {
                Interlocked.Increment(ref _rewrapped);
                return;
            }
        }

        throw new StoreException(StoreFault.Busy, $"the key record of build {place.Build} was changed again and again by others; rotate again");
    }
}
