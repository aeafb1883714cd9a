using System.Collections.Concurrent;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sealing;

/// <summary>Finds and makes the keys of sealed builds. Each is unwrapped once.</summary>
/// <param name="ring">The keys that this program was given; asked for once a build is sealed.</param>
/// <param name="own">Where the store keeps its records.</param>
/// <param name="others">Where a record may be that the store hasn't got yet: its mirror.</param>
/// <param name="warn">Told when a key was given and nothing is sealed by it.</param>
public sealed class SealKeys(Lazy<KeyRing> ring, KeyShelf own, IReadOnlyList<KeyShelf> others, Action<string> warn) : IAsyncDisposable
{
    private const string Scheme = "1";
    private const int MostRemembered = 4_096;

    private readonly ConcurrentDictionary<KeyPlace, OpenKey> _open = new();

    /// <summary>True when no key was given: sealed values can't be shown, and sealed builds can't be changed.</summary>
    public bool AreMissing => ring.Value.IsEmpty;

    /// <summary>The keys of a sealed build. A record that still opens what the build says was erased is older than that, and is brought on.</summary>
    /// <param name="build">The build, as of what is looked at.</param>
    /// <param name="history">Its events; only read when values were erased that the record still opens.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">They can't be had.</exception>
    public async ValueTask<BuildSealer> OpenAsync(BuildState build, IAsyncEnumerable<BuildEvent> history, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        var (id, seal) = (build.Id, build.Seal);
        if (seal.Scheme != Scheme)
            throw new StoreException(StoreFault.Newer, $"build {id} was sealed by a newer Pawl; use that one");
        var place = new KeyPlace(id, seal.KeyName);
        if (_open.TryGetValue(place, out var open) && open.ErasedUpTo >= build.ErasedUpTo)
            return open.Sealer;
        if (ring.Value.IsEmpty)
            throw KeyRing.Missing($"build {id} is sealed");
        var record = await FindAsync(place, cancellationToken).ConfigureAwait(false);
        var tree = await record.OpenAsync(ring.Value, cancellationToken).ConfigureAwait(false);
        // A record that is ahead belongs to another course of the build, and may know what was erased in this one.
        if (build.ErasedUpTo > BuildVersion.None && record is WrappedKey && record.ErasedUpTo != build.ErasedUpTo)
            tree = await ForgetAsync(place, tree, build.ErasedUpTo, history, cancellationToken).ConfigureAwait(false);
        return Remember(place, new OpenKey(new BuildSealer(id, tree), build.ErasedUpTo));
    }

    /// <summary>Makes sure that the store has the record of a build that is brought into it.</summary>
    /// <exception cref="StoreException">It is nowhere.</exception>
    public async ValueTask RequireAsync(BuildId id, Seal seal, CancellationToken cancellationToken) =>
        await FindAsync(new KeyPlace(id, seal.KeyName), cancellationToken).ConfigureAwait(false);

    /// <summary>The keys of a build that begins; null when builds in this store aren't sealed. The record is durable before this returns.</summary>
    /// <exception cref="StoreException">The store is encrypted and no key was given, or it can't be used.</exception>
    public async ValueTask<BegunKey?> BeginAsync(BuildId id, CancellationToken cancellationToken)
    {
        if (!await own.IsEncryptedAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ring.Value.Current is not null)
                warn($"a key was given, and {own.Location} isn't encrypted: build {id} is recorded in the clear. `pawl store encrypt` changes that for builds that begin later");
            return null;
        }

        var provider = ring.Value.Wrapping($"{own.Location} is encrypted: builds that begin there are sealed");
        var place = new KeyPlace(id, Guid.NewGuid().ToString("N"));
        var tree = KeyTree.New();
        var record = await WrappedKey.MakeAsync(place, tree, provider, cancellationToken).ConfigureAwait(false);
        await own.PutAsync(record, cancellationToken).ConfigureAwait(false);
        return new BegunKey(Seal.Parse($"{Scheme}:{place.Name}"), Remember(place, new OpenKey(new BuildSealer(id, tree), BuildVersion.None)), record);
    }

    /// <summary>Destroys the key of a build that was erased, if it is still here: the erasure may have been made in another copy.</summary>
    public async ValueTask FollowErasureAsync(BuildId id, Seal seal, Erasure erasure, CancellationToken cancellationToken)
    {
        var place = new KeyPlace(id, seal.KeyName);
        _open.TryRemove(place, out _);
        try
        {
            await own.DestroyAsync(place, erasure, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            warn($"build {id} was erased, and its key is still in {own.Location}: {e.Message}");
        }
    }

    /// <summary>The append of a build's first event has come to its end: a record that the build in the store doesn't name goes.</summary>
    /// <param name="begun">The key that the event named.</param>
    /// <param name="there">What the build in the store names; none when the append was refused.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async ValueTask SettleAsync(BegunKey begun, Seal there, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(begun);
        var place = begun.Record.Place;
        if (there != begun.Seal)
        {
            _open.TryRemove(place, out _);
            await own.DeleteAsync(place, cancellationToken).ConfigureAwait(false);
        }
        else if (await own.ReadAsync(place, cancellationToken).ConfigureAwait(false) is null)
        {
            // Whoever erased an earlier build of this id took it for that one's, see KeyDisposal.
            await own.PutAsync(begun.Record, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes away the records of a build that was removed from the store.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async ValueTask DestroyAsync(BuildId id, Seal seal, IBuildStore store, CancellationToken cancellationToken)
    {
        _open.TryRemove(new KeyPlace(id, seal.KeyName), out _);
        await new KeyDisposal(own, store).RunAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shelf in others.Prepend(own))
            await shelf.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<KeyRecord> FindAsync(KeyPlace place, CancellationToken cancellationToken)
    {
        if (await own.FindAsync(place, cancellationToken).ConfigureAwait(false) is { } here)
            return here.Record;
        foreach (var shelf in others)
        {
            if (await shelf.FindAsync(place, cancellationToken).ConfigureAwait(false) is { } there)
            {
                await own.PutAsync(there.Record, cancellationToken).ConfigureAwait(false);
                return there.Record;
            }
        }

        throw new StoreException(StoreFault.WrongKey, $"build {place.Build} is sealed, and {own.Location} has no key record of it: it was erased, or the record {KeyShelf.KeyOf(place)} is missing; bring that back from a copy of the store or its mirror. Without a key given, what isn't sealed is still shown");
    }

    // Who may read and not write is shown nothing that was erased either.
    private async ValueTask<KeyTree> ForgetAsync(
        KeyPlace place, KeyTree tree, BuildVersion upTo, IAsyncEnumerable<BuildEvent> history, CancellationToken cancellationToken)
    {
        var pieces = await KeyErasure.FindAsync(history, cancellationToken).ConfigureAwait(false);
        try
        {
            await new KeyErasure(ring.Value).ForgetAsync(own, place, pieces, upTo, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            warn($"values of build {place.Build} were erased, and its key in {own.Location} still opens them: {e.Message}");
        }

        return KeyErasure.Forget(tree, pieces);
    }

    private BuildSealer Remember(KeyPlace place, OpenKey key)
    {
        if (_open.Count >= MostRemembered)
            _open.Clear();
        return (_open[place] = key).Sealer;
    }

    private readonly record struct OpenKey(BuildSealer Sealer, BuildVersion ErasedUpTo);
}

/// <summary>The key of a build that begins.</summary>
/// <param name="Seal">How its first event names it.</param>
/// <param name="Sealer">What seals by it.</param>
/// <param name="Record">Its record.</param>
public sealed record BegunKey(Seal Seal, BuildSealer Sealer, KeyRecord Record);
