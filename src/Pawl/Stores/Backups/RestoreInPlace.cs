using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>What to do with builds that began after the moment.</summary>
public enum NewerBuilds
{
    /// <summary>They are left, and named.</summary>
    Leave,

    /// <summary>They are erased once the backup holds them.</summary>
    Erase,
}

/// <summary>Brings builds of a live store back to a moment. The present is saved into the backup first; then one event is appended, and all
/// history is kept. A build that was erased since is replayed from the backup.</summary>
/// <param name="log">The live store.</param>
/// <param name="backup">The backup.</param>
/// <param name="time">The clock.</param>
/// <param name="order">What to do.</param>
/// <param name="burial">Erases builds of the live store, and leaves tombstones.</param>
public sealed class RestoreInPlace(BuildLog log, BackupPlace backup, TimeProvider time, RestoreOrder order, Burial burial)
{
    private readonly ContinuousBackup _saving = new(log.Store, backup, time, log.Worker);
    private readonly RestoreElsewhere _erased = new(new Moments(backup), log.Store, order.Effect);

    /// <summary>Restores one build.</summary>
    /// <exception cref="BuildHeldException">A worker holds it.</exception>
    /// <exception cref="BuildChangedException">Somebody else changed it at the same time.</exception>
    /// <exception cref="BuildDivergedException">The backup holds another history of it, so its present can't be saved.</exception>
    /// <exception cref="StoreException">The store or the backup can't be used.</exception>
    public async ValueTask<RestoredBuild> RunAsync(BuildId id, CancellationToken cancellationToken)
    {
        var stored = await log.Store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        if (!stored.State.Exists)
            return await _erased.RunAsync(id, order.At, cancellationToken).ConfigureAwait(false);
        log.Begin(stored).RequireFree(_ => false);
        var moment = await Moment.ReadAsync(id, RecordedHistory.Of(log.Store, id), order.At, cancellationToken).ConfigureAwait(false);
        if (!moment.State.Exists)
            return await LeaveOrEraseAsync(stored.State, cancellationToken).ConfigureAwait(false);
        if (stored.Foreign is null && IsSame(stored.State, moment.State))
            return new RestoredBuild(RestoreResult.Same, stored.State, "it is as it was");
        if (order.Effect == Effect.Real)
            await RestoreAsync(id, moment, cancellationToken).ConfigureAwait(false);
        return new RestoredBuild(RestoreResult.Restored, moment.State, $"from version {stored.State.Version} back to what it was at version {moment.State.Version}");
    }

    private async ValueTask RestoreAsync(BuildId id, Moment moment, CancellationToken cancellationToken)
    {
        var saved = await SaveAsync(id, cancellationToken).ConfigureAwait(false);
        var now = await log.Store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var change = log.Begin(now).Restore(moment.State, order.At, order.Reason);
        if (now.State.Version != saved || !await log.TryAppendAsync(change, cancellationToken).ConfigureAwait(false))
            throw new BuildChangedException(id);
    }

    private async ValueTask<RestoredBuild> LeaveOrEraseAsync(BuildState state, CancellationToken cancellationToken)
    {
        var began = $"it began {UtcTime.Format(state.StartTime)}, after {UtcTime.Format(order.At)}";
        if (order.Newer == NewerBuilds.Leave)
            return new RestoredBuild(RestoreResult.Newer, state, $"{began}, and is left as it is");
        if (state.Hold is { } hold)
            return new RestoredBuild(RestoreResult.Refused, state, $"{began}, and is on hold by {SealedText.Shown(hold.By)}: {SealedText.Shown(hold.Reason)}; `pawl hold lift {state.Id}` first if it may go");
        if (order.Effect == Effect.Real)
        {
            var saved = await SaveAsync(state.Id, cancellationToken).ConfigureAwait(false);
            var now = (await log.Store.LoadAsync(state.Id, cancellationToken).ConfigureAwait(false)).State;
            if (now.Version != saved || !await burial.EraseAsync(now, $"erased to restore the store: {began}", cancellationToken).ConfigureAwait(false))
                throw new BuildChangedException(state.Id);
        }

        return new RestoredBuild(RestoreResult.Erased, state, $"{began}; {backup.Location} holds it");
    }

    private async ValueTask<BuildVersion> SaveAsync(BuildId id, CancellationToken cancellationToken) =>
        (await _saving.BringAsync(id, cancellationToken).ConfigureAwait(false)).After.Version;

    // What restoring doesn't bring back is left out: what counts on, and what belongs to a worker.
    private static bool IsSame(BuildState now, BuildState then) => CopyVerification.IsSame(
        now with { Attempt = null, Lease = null },
        then with { Attempt = null, Lease = null, Version = now.Version, Head = now.Head, LastUpdate = now.LastUpdate, Attempts = now.Attempts, LastToken = now.LastToken, Hold = now.Hold, ErasedUpTo = now.ErasedUpTo })
        && (now.Version == then.Version || now.Attempt is null);
}

/// <summary>How to restore in place.</summary>
/// <param name="At">The moment.</param>
/// <param name="Reason">Why; it is written to the history.</param>
/// <param name="Newer">What to do with builds that began later.</param>
/// <param name="Effect">Whether it is done.</param>
public sealed record RestoreOrder(DateTimeOffset At, string Reason, NewerBuilds Newer, Effect Effect);
