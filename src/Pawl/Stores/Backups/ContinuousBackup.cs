using System.Collections.Concurrent;
using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>Keeps a backup up with a store, pass after pass. A pass that is cut short leaves what it brought; the next one goes on.</summary>
/// <remarks>Which builds changed is seen in the lists of both stores; only their new events are read. A pass remembers what it saw, so that the next
/// one of the same process lists the live store alone.</remarks>
public sealed class ContinuousBackup(IBuildStore live, BackupPlace backup, TimeProvider time, Worker worker)
{
    private const int AtOnce = 8;
    private const int Tries = 4;

    // Clocks of workers differ; and two events of one millisecond look the same in a list, though one may have come after the last pass.
    private static readonly TimeSpan Doubt = TimeSpan.FromHours(1);

    private readonly BuildLog _log = new(live, time, worker);
    private readonly BuildCopier _copier = new(live, backup.Builds);
    private readonly WeeklyBackup _weekly = new(backup, time);
    private readonly ConcurrentDictionary<BuildId, DateTimeOffset> _seen = new();

    private HashSet<BuildId> _lookAgain = [];
    private BackupMark? _mark;

    /// <summary>One pass over all builds.</summary>
    /// <param name="count">What it does is added to this.</param>
    /// <param name="tell">Told of each build that can't be brought; from several threads.</param>
    /// <param name="cancellationToken">Stops: what was brought stays, and the next pass goes on.</param>
    /// <exception cref="StoreException">A store can't be used at all.</exception>
    public async ValueTask RunAsync(BackupCount count, Action<BackupFault> tell, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var mark = _mark ?? await RecallAsync(cancellationToken).ConfigureAwait(false);
        var (brought, weekly) = (new ConcurrentBag<BuildId>(), new ConcurrentDictionary<BuildId, bool>());
        var changed = live.ListAsync(new BuildQuery(), cancellationToken).Where(IsToBeLookedAt);
        await EachAsync(changed, build => build.Id, Report, async (build, token) =>
        {
            var (before, after) = await BringAsync(build, token).ConfigureAwait(false);
            if (after.Version == before)
                return;
            brought.Add(build.Id);
            count.Add(after.Version.Value - before.Value);
            if (await _weekly.MayLackAsync(build.Id, before, token).ConfigureAwait(false))
                weekly[build.Id] = true;
        }, cancellationToken).ConfigureAwait(false);

        var lastWeek = IsoWeek.Of(began).Previous;
        foreach (var (id, last) in _seen)
        {
            if (mark.LastWeek < lastWeek && last >= mark.LastWeek.End)
                weekly[id] = true;
        }

        var done = lastWeek;
        await EachAsync(weekly.Keys.ToAsyncEnumerable(), id => id, ReportSnapshot, async (id, token) =>
            count.AddSnapshots(await _weekly.KeepAsync(id, token).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);

        _lookAgain = [.. brought];
        _mark = new BackupMark(began, done);
        await backup.Records.WriteMarkAsync(_mark, cancellationToken).ConfigureAwait(false);

        void Report(BackupFault fault)
        {
            count.AddFault();
            tell(fault);
        }

        // One that is too large stays so; what fails otherwise is tried again by the next pass.
        void ReportSnapshot(BackupFault fault)
        {
            if (fault.Cause is not StoreException { Fault: StoreFault.Full })
                done = mark.LastWeek;
            Report(fault);
        }
    }

    /// <summary>One pass over one build.</summary>
    /// <exception cref="NoSuchBuildException">The store has no such build.</exception>
    /// <exception cref="BuildDivergedException">The backup holds another history under this id.</exception>
    public async ValueTask RunAsync(BackupCount count, BuildId id, CancellationToken cancellationToken)
    {
        await _log.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var (before, after) = await BringAsync(id, cancellationToken).ConfigureAwait(false);
        if (after.Version > before)
            count.Add(after.Version.Value - before.Value);
        count.AddSnapshots(await _weekly.KeepAsync(id, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Brings a build's new events.</summary>
    /// <returns>The version that the backup had, and the build as the backup has it now.</returns>
    /// <exception cref="BuildDivergedException">The backup holds another history under this id.</exception>
    /// <exception cref="BuildChangedException">Others changed it again and again.</exception>
    public async ValueTask<(BuildVersion Before, BuildState After)> BringAsync(BuildId id, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var there = (await backup.Builds.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
            // It may have been erased since it was listed.
            if (!(await _log.AdoptAsync(id, cancellationToken).ConfigureAwait(false)).Exists)
                return (there.Version, there);
            try
            {
                return (there.Version, await _copier.CopyAsync(id, cancellationToken).ConfigureAwait(false));
            }
            catch (BuildChangedException) when (tries < Tries)
            {
                // Another pass brings the same build at the same time.
            }
        }
    }

    // A build that went on in two places is told of again only when it went on here.
    private async ValueTask<(BuildVersion Before, BuildState After)> BringAsync(BuildSummary build, CancellationToken cancellationToken)
    {
        try
        {
            var brought = await BringAsync(build.Id, cancellationToken).ConfigureAwait(false);
            _seen[build.Id] = brought.After.LastUpdate;
            return brought;
        }
        catch (BuildDivergedException)
        {
            _seen[build.Id] = build.LastUpdate;
            throw;
        }
    }

    private async ValueTask<BackupMark> RecallAsync(CancellationToken cancellationToken)
    {
        var mark = await backup.Records.ReadMarkAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await foreach (var build in backup.Builds.ListAsync(new BuildQuery(), cancellationToken).ConfigureAwait(false))
            {
                _seen[build.Id] = build.LastUpdate;
                if (build.LastUpdate >= mark.LastPass - Doubt)
                    _lookAgain.Add(build.Id);
            }
        }
        catch (StoreException e) when (e.Fault == StoreFault.Corrupt)
        {
            // One damaged build must not keep the others from being brought: each is looked at, and the damaged one is told of.
            _seen.Clear();
        }

        return mark;
    }

    private bool IsToBeLookedAt(BuildSummary build) =>
        !_seen.TryGetValue(build.Id, out var seen) || seen != build.LastUpdate || _lookAgain.Contains(build.Id);

    private Task EachAsync<T>(
        IAsyncEnumerable<T> items, Func<T, BuildId> idOf, Action<BackupFault> tell, Func<T, CancellationToken, ValueTask> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (item, token) =>
        {
            try
            {
                await act(item, token).ConfigureAwait(false);
            }
            catch (Exception e) when (BackupFault.IsOfOneBuild(e))
            {
                tell(new BackupFault(idOf(item), Explain(idOf(item), e), e));
            }
        });

    private string Explain(BuildId id, Exception e) => e is BuildDivergedException
        ? $"{backup.Location} holds another history of a build {id} than {live.Location}, and nothing of it was overwritten; keep that one aside with `pawl store copy`, or back up to another place"
        : e.Message;
}
