using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Mirroring;

/// <summary>When to try a mirror that could not be reached.</summary>
internal enum ShippingHaste
{
    /// <summary>Not before its time has come.</summary>
    WhenDue,

    /// <summary>At once: somebody asked for it.</summary>
    Now,
}

/// <summary>Ships what builds owe to their mirrors, beside the work and not in its way; what is left in the end waits in the outbox.</summary>
internal sealed class OutboxShipping(IOutboxStore local, Mirrors mirrors, MirrorOutbox outbox, TimeProvider time) : IAsyncDisposable
{
    private const int Rounds = 4;
    private const int MostRemembered = 256;

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<BuildId, ImmutableList<Change>> _unshipped = new();
    private readonly ConcurrentDictionary<BuildId, bool> _seen = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _patience = new(Timeout.InfiniteTimeSpan, time);
    private readonly Lock _lock = new();
    private Task? _loop;

    /// <summary>A build was used: what it owes from earlier is shipped by the way.</summary>
    public void Remember(BuildId id) => _seen.TryAdd(id, true);

    /// <summary>A change was made here, and is owed.</summary>
    public void Follow(Change change)
    {
        // Of very many the local history is read instead, once the mirror is back.
        _unshipped.AddOrUpdate(change.Before.Id, _ => [change], (_, changes) => changes.Count < MostRemembered ? changes.Add(change) : [change]);
        _work.Release();
        lock (_lock)
            _loop ??= Task.Run(ShipAllAsync);
    }

    /// <summary>Ships what a build owes, to each of its mirrors.</summary>
    public async ValueTask ShipAsync(BuildId id, ShippingHaste haste, CancellationToken cancellationToken)
    {
        foreach (var row in await local.ReadOutboxAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (row.IsBehind && (haste == ShippingHaste.Now || row.Due <= outbox.Now))
                await ShipAsync(id, row, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _patience.CancelAfter(LastPatience);
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_loop is { } loop)
            await loop.ConfigureAwait(false);
        try
        {
            foreach (var id in _seen.Keys.Union(_unshipped.Keys))
                await ShipAsync(id, ShippingHaste.WhenDue, _patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The outbox keeps it.
        }

        await mirrors.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
        _patience.Dispose();
        _work.Dispose();
    }

    private async Task ShipAllAsync()
    {
        try
        {
            while (true)
            {
                await _work.WaitAsync(_unshipped.IsEmpty ? Timeout.InfiniteTimeSpan : LongestNap, _closing.Token).ConfigureAwait(false);
                foreach (var id in _unshipped.Keys)
                {
                    // What is under way when the store is closed arrives: begun again, it would only be there twice as late.
                    _closing.Token.ThrowIfCancellationRequested();
                    await ShipAsync(id, ShippingHaste.WhenDue, _patience.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The rest is shipped by whoever closes.
        }
    }

    private async ValueTask ShipAsync(BuildId id, OutboxRow owing, CancellationToken cancellationToken)
    {
        var row = owing;
        for (var left = Rounds; left > 0 && row.IsBehind && !row.IsDiverged && !row.IsInDoubt; left--)
        {
            try
            {
                var mirror = mirrors.Of(row.Target);
                if (!await ShipChangesAsync(id, row, mirror, cancellationToken).ConfigureAwait(false))
                    await ShipHistoryAsync(id, row, mirror, cancellationToken).ConfigureAwait(false);
            }
            catch (BuildChangedException)
            {
                // Another process ships the same at this moment, and may not know of what came last.
            }
            catch (BuildDivergedException e)
            {
                await ConsiderAsync(id, row, e, left, cancellationToken).ConfigureAwait(false);
            }
            catch (StoreException e)
            {
                await outbox.FailedAsync(id, row, e, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (StoreUrlException e)
            {
                await outbox.FailedAsync(id, row, new StoreException(StoreFault.Unreachable, e.Message, e), cancellationToken).ConfigureAwait(false);
                return;
            }

            row = await outbox.ReadAsync(id, row.Target, cancellationToken).ConfigureAwait(false);
        }
    }

    // A claim that another process has made there and not yet here looks like another history, for a moment: its doubt is written down before
    // it is made, and gone when it is here.
    private async ValueTask ConsiderAsync(BuildId id, OutboxRow row, BuildDivergedException divergence, int left, CancellationToken cancellationToken)
    {
        var now = await outbox.ReadAsync(id, row.Target, cancellationToken).ConfigureAwait(false);
        if (now.IsInDoubt || left == Rounds)
            return;
        await outbox.DivergedAsync(id, now, divergence.Message, cancellationToken).ConfigureAwait(false);
        _unshipped.TryRemove(id, out _);
    }

    // What this process changed it need not read again, and what the mirror has it need not ask for: one append is all.
    private async ValueTask<bool> ShipChangesAsync(BuildId id, OutboxRow row, Mirror mirror, CancellationToken cancellationToken)
    {
        var owed = _unshipped.TryGetValue(id, out var changes) ? InARow(changes, row.Shipped) : [];
        if (owed.Count == 0)
            return false;
        var before = owed[0].Before;
        if (row.LastAppend != BuildVersion.None && mirror.Store is IRecallingStore recalling
            && await local.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { } creation)
            recalling.Recall(before, creation.Id, row.LastAppend);
        var change = Change.Replay(before, [.. owed.SelectMany(c => c.Events)]);
        if (await mirror.Store.AppendAsync(change, cancellationToken).ConfigureAwait(false) == AppendResult.Conflict)
            return false;
        await outbox.ReachedAsync(id, row, change.After.Version, before.Version.Next, cancellationToken).ConfigureAwait(false);
        Forget(id, change.After.Version);
        return true;
    }

    // Other processes make changes too: what they put in between, this one can't ship without reading it.
    private static List<Change> InARow(ImmutableList<Change> changes, BuildVersion from)
    {
        var row = new List<Change>();
        var next = from;
        foreach (var change in changes.Where(change => change.Before.Version >= from))
        {
            if (change.Before.Version != next)
                break;
            row.Add(change);
            next = change.After.Version;
        }

        return row;
    }

    private async ValueTask ShipHistoryAsync(BuildId id, OutboxRow row, Mirror mirror, CancellationToken cancellationToken)
    {
        var there = await new BuildCopier(local, mirror.Store).CopyAsync(id, cancellationToken).ConfigureAwait(false);
        await outbox.ReachedAsync(id, row, there.Version, BuildVersion.None, cancellationToken).ConfigureAwait(false);
        Forget(id, there.Version);
    }

    // Others may be added at this moment.
    private void Forget(BuildId id, BuildVersion reached)
    {
        while (_unshipped.TryGetValue(id, out var changes))
        {
            var rest = changes.RemoveAll(change => change.After.Version <= reached);
            if (rest.IsEmpty ? _unshipped.TryRemove(KeyValuePair.Create(id, changes)) : _unshipped.TryUpdate(id, rest, changes))
                return;
        }
    }
}
