using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>Finds builds as they were, in a backup: among its events first, then in its weekly snapshots.</summary>
public sealed class Moments(BackupPlace backup)
{
    /// <summary>A build as it was at a moment. A snapshot of that week or a later one knows the moment itself; otherwise the newest before
    /// it is the nearest that is known.</summary>
    /// <returns>The build; <see cref="BuildState.None"/> as its state when the backup has nothing of it at or before that moment.</returns>
    /// <exception cref="StoreException">The backup can't be used, or what it holds of the build is damaged.</exception>
    public async ValueTask<Moment> FindAsync(BuildId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var found = await Moment.ReadAsync(id, RecordedHistory.Of(backup.Builds, id), at, cancellationToken).ConfigureAwait(false);
        if (found.State.Exists)
            return found;
        var week = IsoWeek.Of(at);
        var weeks = await backup.Weekly.ListWeeksAsync(cancellationToken).ConfigureAwait(false);
        foreach (var candidate in weeks.Where(w => w >= week).Concat(weeks.Where(w => w < week).Reverse()))
        {
            if (await backup.Weekly.FindAsync(new SnapshotName(candidate, id), cancellationToken).ConfigureAwait(false) is not { } snapshot)
                continue;
            var kept = await ReadWholeAsync(snapshot, at, cancellationToken).ConfigureAwait(false);
            if (kept.State.Exists)
                return kept;
        }

        return found;
    }

    /// <summary>Every build that the backup knows anything of.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async ValueTask<IReadOnlySet<BuildId>> ListIdsAsync(CancellationToken cancellationToken)
    {
        var ids = new HashSet<BuildId>();
        await foreach (var id in backup.ListIdsAsync(cancellationToken).ConfigureAwait(false))
            ids.Add(id);
        await foreach (var name in backup.Weekly.ListAsync(cancellationToken).ConfigureAwait(false))
            ids.Add(name.Build);
        return ids;
    }

    // Whether a snapshot is whole, only its end tells.
    private static async ValueTask<Moment> ReadWholeAsync(WeeklySnapshot snapshot, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var found = await Moment.ReadAsync(snapshot.Name.Build, snapshot.History, at, cancellationToken).ConfigureAwait(false);
        _ = snapshot.Events().Count();
        return found;
    }
}
