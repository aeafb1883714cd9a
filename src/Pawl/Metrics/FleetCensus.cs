using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Metrics;

/// <summary>Counts a store's builds from their lines in a list. Pure but for what it adds up.</summary>
/// <param name="stuckBefore">An unfinished build whose last change was before this is stuck.</param>
internal sealed class FleetCensus(DateTimeOffset stuckBefore)
{
    private readonly Dictionary<(BuildStatus Status, Label Provider, Label Type, StateCode State), int> _builds = [];
    private readonly Dictionary<(BuildStatus Status, Label Provider, Label Type, StateCode State), int> _stuck = [];
    private readonly Dictionary<(Label Provider, Label Type), DateTimeOffset> _lastChange = [];
    private readonly Dictionary<(Label Provider, Label Type), DateTimeOffset> _oldestOpen = [];

    public void Add(BuildSummary build)
    {
        var (kind, place) = ((build.Provider, build.ImageType), (build.Status, build.Provider, build.ImageType, build.Current));
        _builds[place] = _builds.GetValueOrDefault(place) + 1;
        if (build.LastUpdate > _lastChange.GetValueOrDefault(kind))
            _lastChange[kind] = build.LastUpdate;
        if (build.Status == BuildStatus.Completed)
            return;
        if (build.LastUpdate < _oldestOpen.GetValueOrDefault(kind, DateTimeOffset.MaxValue))
            _oldestOpen[kind] = build.LastUpdate;
        if (build.LastUpdate < stuckBefore)
            _stuck[place] = _stuck.GetValueOrDefault(place) + 1;
    }

    public IEnumerable<MetricFamily> Families() =>
    [
        Placed("pawl_builds", "Builds by status, cloud provider, image type and current state.", _builds),
        Placed("pawl_builds_stuck", "Unfinished builds to which nothing has happened for longer than --stuck-after.", _stuck),
        Timed("pawl_last_change_timestamp_seconds", "When a build of this kind changed last.", _lastChange),
        Timed("pawl_oldest_unfinished_change_timestamp_seconds", "When that unfinished build of this kind changed last which was left alone for longest.", _oldestOpen),
    ];

    private static MetricFamily Placed(string name, string help, Dictionary<(BuildStatus Status, Label Provider, Label Type, StateCode State), int> counts)
    {
        var family = new MetricFamily(name, help, MetricKind.Gauge);
        foreach (var ((status, provider, type, state), count) in counts.OrderBy(pair => (pair.Key.Status, pair.Key.Provider.Value, pair.Key.Type.Value, pair.Key.State)))
            family.Add(count, ("status", status.ToText()), ("provider", provider.Value), ("image_type", type.Value), ("state", state.ToString()));
        return family;
    }

    private static MetricFamily Timed(string name, string help, Dictionary<(Label Provider, Label Type), DateTimeOffset> times)
    {
        var family = new MetricFamily(name, help, MetricKind.Gauge);
        foreach (var ((provider, type), time) in times.OrderBy(pair => (pair.Key.Provider.Value, pair.Key.Type.Value)))
            family.Add(MetricTime.Seconds(time), ("provider", provider.Value), ("image_type", type.Value));
        return family;
    }
}

/// <summary>Times as Prometheus has them.</summary>
internal static class MetricTime
{
    /// <summary>Seconds since 1970, with milliseconds.</summary>
    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
