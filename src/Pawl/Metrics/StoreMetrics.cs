using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Metrics;

/// <summary>Reads the metrics of a store. Its cost grows with the number of unfinished builds and of those that changed of late; of all others
/// only the list is read.</summary>
/// <param name="log">A hand on the store.</param>
/// <param name="time">The clock.</param>
public sealed class StoreMetrics(BuildLog log, TimeProvider time)
{
    /// <summary>All families, as of now.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async ValueTask<IReadOnlyList<MetricFamily>> ReadAsync(MetricSettings settings, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = now - settings.Window;
        var fleet = new FleetCensus(now - settings.StuckAfter);
        var (open, recent) = (new List<BuildId>(), new List<BuildId>());
        await foreach (var build in log.Store.ListAsync(new BuildQuery(), cancellationToken).ConfigureAwait(false))
        {
            fleet.Add(build);
            if (build.Status != BuildStatus.Completed)
                open.Add(build.Id);
            if (build.LastUpdate >= since)
                recent.Add(build.Id);
        }

        var builds = new OpenBuildCensus(now, settings.Detail);
        foreach (var id in open)
            await AddAsync(builds, id, cancellationToken).ConfigureAwait(false);
        var work = new WorkCensus(since);
        foreach (var id in recent)
            await AddAsync(work, id, cancellationToken).ConfigureAwait(false);
        var window = new MetricFamily("pawl_window_seconds", "The time that attempts, failures and durations are counted over.", MetricKind.Gauge).Add(settings.Window.TotalSeconds);
        return [.. fleet.Families(), .. builds.Families(), .. work.Families(), window];
    }

    /// <summary>What a store's builds owe to their mirrors.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public static ValueTask<IReadOnlyList<MetricFamily>> ReadMirrorsAsync(IOutboxStore store, CancellationToken cancellationToken) =>
        MirrorCensus.TakeAsync(store, cancellationToken);

    private async ValueTask AddAsync(OpenBuildCensus builds, BuildId id, CancellationToken cancellationToken)
    {
        var stored = await log.Store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        // It may have been erased, or completed, since it was listed.
        if (log.Begin(stored).After is { Exists: true, Status: not BuildStatus.Completed } build)
            builds.Add(build);
    }

    private async ValueTask AddAsync(WorkCensus work, BuildId id, CancellationToken cancellationToken)
    {
        var state = BuildState.None(id);
        await foreach (var happened in log.Store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            work.Add(state, happened);
            state = History.Apply(state, happened);
        }
    }
}

/// <summary>What metrics are about.</summary>
/// <param name="Window">How far back attempts, failures and durations are counted.</param>
/// <param name="StuckAfter">After how long without a change an unfinished build is stuck.</param>
/// <param name="Detail">How much is said of single builds.</param>
public sealed record MetricSettings(TimeSpan Window, TimeSpan StuckAfter, BuildDetail Detail);
