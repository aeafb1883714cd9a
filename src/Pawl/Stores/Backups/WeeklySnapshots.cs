using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores.Objects;

namespace Pawl.Stores.Backups;

/// <summary>The weekly snapshots of a backup.</summary>
public sealed class WeeklySnapshots(IObjectStore objects)
{
    // After every build id, which is letters, digits, '.', '_' and '-'.
    private const string AfterAll = "~";

    /// <summary>The names of all, by week.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async IAsyncEnumerable<SnapshotName> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in objects.ListAsync(SnapshotName.Prefix, "", cancellationToken).ConfigureAwait(false))
        {
            if (SnapshotName.TryRead(key, out var name))
                yield return name;
        }
    }

    /// <summary>The weeks of which there are snapshots, ascending; the snapshots themselves aren't gone through.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async ValueTask<IReadOnlyList<IsoWeek>> ListWeeksAsync(CancellationToken cancellationToken)
    {
        var weeks = new List<IsoWeek>();
        var after = "";
        while (await objects.ListAsync(SnapshotName.Prefix, after, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { } key)
        {
            if (SnapshotName.TryRead(key, out var name))
                weeks.Add(name.Week);
            after = weeks is [.., var last] && key.StartsWith(SnapshotName.PrefixOf(last), StringComparison.Ordinal) ? SnapshotName.PrefixOf(last) + AfterAll : key;
        }

        return weeks;
    }

    /// <summary>Reads a snapshot; null when there is none. Whether it is whole, reading its events tells.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public async ValueTask<WeeklySnapshot?> FindAsync(SnapshotName name, CancellationToken cancellationToken) =>
        await objects.GetAsync(name.Key, int.MaxValue, cancellationToken).ConfigureAwait(false) is { } stored
            ? new WeeklySnapshot(name, objects.Location, stored)
            : null;

    /// <summary>Makes a snapshot of a history's beginning, or puts it in the place of one that holds less of the same history.</summary>
    /// <param name="name">Which.</param>
    /// <param name="events">The events, from the first on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when one was there that holds as much, or another build's that had this id.</returns>
    /// <exception cref="StoreException">It can't be written, or is too large.</exception>
    public async ValueTask<bool> KeepAsync(SnapshotName name, IAsyncEnumerable<BuildEvent> events, CancellationToken cancellationToken)
    {
        var there = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (there is not null && !await IsBeginningAsync(there, events, cancellationToken).ConfigureAwait(false))
            return false;
        var content = await SnapshotFile.WriteAsync(name.Build, events, objects.MostBytes, cancellationToken).ConfigureAwait(false)
            ?? throw new StoreException(StoreFault.Full, $"the history of build {name.Build} up to {name.Week} takes more than the {objects.MostBytes} bytes that an object in {objects.Location} may have; its events are in the backup, a weekly snapshot of them isn't");
        var condition = there is null ? PutCondition.Absent : PutCondition.Over(there.Stored.Tag);
        return await objects.PutAsync(name.Key, content, condition, cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Removes a snapshot.</summary>
    /// <exception cref="StoreException">The backup can't be used.</exception>
    public ValueTask DeleteAsync(SnapshotName name, CancellationToken cancellationToken) => objects.DeleteAsync(name.Key, cancellationToken);

    // True when these events go on where the snapshot ends. A damaged one is no better than its beginning.
    private static async ValueTask<bool> IsBeginningAsync(WeeklySnapshot there, IAsyncEnumerable<BuildEvent> events, CancellationToken cancellationToken)
    {
        var ours = events.GetAsyncEnumerator(cancellationToken);
        await using var _ = ours.ConfigureAwait(false);
        try
        {
            foreach (var theirs in there.Events())
            {
                if (!await ours.MoveNextAsync().ConfigureAwait(false) || ours.Current.Id != theirs.Id)
                    return false;
            }
        }
        catch (StoreException e) when (e.Fault == StoreFault.Corrupt)
        {
            return true;
        }

        return await ours.MoveNextAsync().ConfigureAwait(false);
    }
}
