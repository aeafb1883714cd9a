using Pawl.Builds;

namespace Pawl.Stores.Backups;

/// <summary>Makes the weekly snapshots of builds from the events that the backup holds.</summary>
public sealed class WeeklyBackup(BackupPlace backup, TimeProvider time)
{
    /// <summary>True when events after a version belong to weeks that are over: a snapshot may lack them.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async ValueTask<bool> MayLackAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
        await backup.Builds.ReadHistoryAsync(id, after, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { } first
        && IsoWeek.Of(first.At).End <= time.GetUtcNow();

    /// <summary>Makes the snapshots that a build lacks: of each week that is over, in which it changed, and that the retention still wants.</summary>
    /// <returns>How many were made.</returns>
    /// <exception cref="StoreException">The backup can't be used, or a snapshot is too large.</exception>
    public async ValueTask<int> KeepAsync(BuildId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var retention = await backup.Records.ReadRetentionAsync(cancellationToken).ConfigureAwait(false);
        var ends = await WeekEnd.FindAsync(backup.Builds.ReadHistoryAsync(id, BuildVersion.None, cancellationToken), cancellationToken).ConfigureAwait(false);
        var made = 0;
        foreach (var end in ends.Where(end => end.Week.End <= now && end.Week.End >= now - retention.Weekly))
        {
            var events = backup.Builds.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).TakeWhile((_, i) => i < end.Version.Value);
            made += await backup.Weekly.KeepAsync(new SnapshotName(end.Week, id), events, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return made;
    }
}
