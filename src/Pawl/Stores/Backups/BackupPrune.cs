using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>Applies a backup's retention to the backup itself.</summary>
/// <param name="backup">The backup.</param>
/// <param name="retention">How long it keeps what.</param>
/// <param name="time">The clock.</param>
/// <param name="effect">Whether it is done.</param>
public sealed class BackupPrune(BackupPlace backup, Retention retention, TimeProvider time, Effect effect)
{
    private readonly UnusedKeys _keys = new(backup);

    /// <summary>Removes snapshots of weeks that ended too long ago, and in the end the keys of builds of which nothing is left.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async IAsyncEnumerable<Pruned> SnapshotsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - retention.Weekly;
        var old = backup.Weekly.ListAsync(cancellationToken).TakeWhile(name => name.Week.End < before);
        await foreach (var name in old.ConfigureAwait(false))
        {
            if (effect == Effect.Real)
                await RemoveAsync(name, cancellationToken).ConfigureAwait(false);
            yield return new Pruned(PrunePlace.Weekly, name.Build, null, name.Week, PruneResult.Removed, $"older than {Retention.FormatAge(retention.Weekly)}");
        }

        await _keys.DestroyAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the events of builds that last changed too long ago, that the live store no longer has, and that a weekly snapshot
    /// holds whole, if snapshots that old are still kept.</summary>
    /// <param name="isLive">Tells whether the live store has a build.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async IAsyncEnumerable<Pruned> BuildsAsync(
        Func<BuildId, CancellationToken, ValueTask<bool>> isLive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new BuildQuery { ChangedBefore = time.GetUtcNow() - retention.Moments };
        var old = await backup.Builds.ListAsync(query, cancellationToken).Select(build => build.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in old)
        {
            // While the live store has it, the next pass would only bring it again.
            if (!await isLive(id, cancellationToken).ConfigureAwait(false))
                yield return await JudgeAsync(id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask RemoveAsync(SnapshotName name, CancellationToken cancellationToken)
    {
        if (await backup.Weekly.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } snapshot)
            _keys.Add(snapshot);
        await backup.Weekly.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Pruned> JudgeAsync(BuildId id, CancellationToken cancellationToken)
    {
        var build = (await backup.Builds.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        if (build.Hold is { } hold)
            return Of(build, PruneResult.Kept, Pruned.OnHold(hold));
        if (!build.Exists || await FindReasonAsync(build, cancellationToken).ConfigureAwait(false) is not { } reason)
            return Of(build, PruneResult.Kept, "no weekly snapshot holds all of it");
        if (effect == Effect.Real && !await backup.Builds.EraseAsync(id, build.Version, cancellationToken).ConfigureAwait(false))
            return Of(build, PruneResult.Kept, "it was changed just now");
        if (effect == Effect.Real)
            _keys.Add(id, build.Seal);
        return Of(build, PruneResult.Removed, $"last changed {UtcTime.Format(build.LastUpdate)}, {reason}");
    }

    // Why a build's events may go; null when they may not. A snapshot counts only when all of it can be read.
    private async ValueTask<string?> FindReasonAsync(BuildState build, CancellationToken cancellationToken)
    {
        var history = RecordedHistory.Of(backup.Builds, build.Id);
        var ends = await WeekEnd.FindAsync(history.After(BuildVersion.None, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (ends is not [.., var last])
            return null;
        if (last.Week.End < time.GetUtcNow() - retention.Weekly)
            return "longer ago than weekly snapshots are kept";
        if (await backup.Weekly.FindAsync(new SnapshotName(last.Week, build.Id), cancellationToken).ConfigureAwait(false) is not { } snapshot)
            return null;
        try
        {
            return snapshot.Events().LongCount() == last.Version.Value
                && await SharedEnd.IsSameAsync(history, snapshot.History, last.Version, cancellationToken).ConfigureAwait(false)
                ? $"held by the snapshot of {last.Week}"
                : null;
        }
        catch (StoreException e) when (e.Fault == StoreFault.Corrupt)
        {
            return null;
        }
    }

    private static Pruned Of(BuildState build, PruneResult result, string message) => new(PrunePlace.Backup, build.Id, build.Version, null, result, message);
}
