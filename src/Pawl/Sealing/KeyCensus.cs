using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>How the key of a sealed build stands.</summary>
public enum KeyCondition
{
    /// <summary>It is wrapped by the key that wraps now.</summary>
    Current,

    /// <summary>It is wrapped by an older key that was given.</summary>
    Old,

    /// <summary>It is wrapped by a key that wasn't given.</summary>
    NotGiven,

    /// <summary>The build is sealed and there is no record of its key: nothing of it can be read.</summary>
    Missing,

    /// <summary>There is a record, and it isn't as Pawl wrote it.</summary>
    Damaged,

    /// <summary>The build was erased, and its key destroyed.</summary>
    Erased,
}

/// <summary>One key of a sealed build.</summary>
/// <param name="Place">Which key.</param>
/// <param name="WrappedBy">The key that wrapped it; empty where that isn't known.</param>
/// <param name="Condition">How it stands.</param>
public sealed record KeyStanding(KeyPlace Place, string WrappedBy, KeyCondition Condition);

/// <summary>Compares the records of keys in a place with the sealed builds there. Needs no key; with one that it has at hand it also opens records.</summary>
/// <param name="store">The builds, as they are recorded.</param>
/// <param name="shelf">The records.</param>
/// <param name="ring">The keys that were given.</param>
/// <param name="warn">Told of each build that can't be read.</param>
public sealed class KeyCensus(IBuildStore store, KeyShelf shelf, KeyRing ring, Action<string> warn)
{
    /// <summary>All keys of the place, by build.</summary>
    /// <exception cref="StoreException">The place can't be used.</exception>
    public async ValueTask<IReadOnlyList<KeyStanding>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<KeyPlace, KeyStanding>();
        await foreach (var place in shelf.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await LookAsync(place, cancellationToken).ConfigureAwait(false) is { } standing)
                found[place] = standing;
        }

        await foreach (var place in NeededAsync(cancellationToken).ConfigureAwait(false))
            found.TryAdd(place, new KeyStanding(place, "", KeyCondition.Missing));
        return [.. found.Values.OrderBy(key => key.Place.Build.Value, StringComparer.Ordinal)];
    }

    // Null when it was destroyed since it was listed.
    private async ValueTask<KeyStanding?> LookAsync(KeyPlace place, CancellationToken cancellationToken)
    {
        try
        {
            if (await shelf.FindAsync(place, cancellationToken).ConfigureAwait(false) is not { Record: var there })
                return null;
            if (there is not WrappedKey record)
                return new KeyStanding(place, "", KeyCondition.Erased);
            // A key in a service is asked for each time: that would cost a request a build.
            var wrapping = ring.Find(record.Wrapper);
            if (wrapping is LocalKey)
                await record.OpenAsync(ring, cancellationToken).ConfigureAwait(false);
            var condition = wrapping is null ? KeyCondition.NotGiven : wrapping == ring.Current ? KeyCondition.Current : KeyCondition.Old;
            return new KeyStanding(place, record.Wrapper.ToString(), condition);
        }
        catch (StoreException e) when (e.Fault == StoreFault.Corrupt)
        {
            return new KeyStanding(place, "", KeyCondition.Damaged);
        }
    }

    private async IAsyncEnumerable<KeyPlace> NeededAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var id in store.ListAllIdsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await SealOfAsync(id, cancellationToken).ConfigureAwait(false) is { IsNone: false } seal)
                yield return new KeyPlace(id, seal.KeyName);
        }
    }

    private async ValueTask<Seal> SealOfAsync(BuildId id, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Seal;
        }
        catch (StoreException e) when (e.Fault is StoreFault.Corrupt or StoreFault.Newer)
        {
            warn($"pawl: build {id} can't be read, nor which key it needs: {e.Message}");
            return Seal.None;
        }
    }
}
