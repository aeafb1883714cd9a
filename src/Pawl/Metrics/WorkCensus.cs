using Pawl.Builds;

namespace Pawl.Metrics;

/// <summary>Counts what was done in builds of late, from their histories: how attempts ended, how failures were classified, and how long the
/// attempts took that completed a state. Pure but for what it adds up.</summary>
/// <param name="since">What happened before doesn't count.</param>
internal sealed class WorkCensus(DateTimeOffset since)
{
    private static readonly double[] Quantiles = [0.5, 0.9, 0.99];

    private readonly Dictionary<(Label Provider, Label Type, string Result), int> _attempts = [];
    private readonly Dictionary<(Label Provider, Label Type, FailureCategory Category), int> _failures = [];
    private readonly Dictionary<(Label Provider, Label Type, StateCode State), List<double>> _durations = [];

    /// <summary>Adds one event of a build.</summary>
    /// <param name="before">The build before it.</param>
    /// <param name="happened">The event.</param>
    public void Add(BuildState before, BuildEvent happened)
    {
        if (happened.At < since)
            return;
        switch (happened)
        {
            case BuildEvent.Completed e:
                Count(_attempts, (before.Provider, before.ImageType, "completed"));
                if (before.Attempt is { } attempt && attempt.State == e.State && e.At >= attempt.StartedAt)
                    Keep((before.Provider, before.ImageType, e.State), (e.At - attempt.StartedAt).TotalSeconds);
                break;
            case BuildEvent.Failed e:
                Count(_attempts, (before.Provider, before.ImageType, "failed"));
                Count(_failures, (before.Provider, before.ImageType, e.Failure.Category));
                break;
            case BuildEvent.Interrupted:
                Count(_attempts, (before.Provider, before.ImageType, "interrupted"));
                break;
        }
    }

    public IEnumerable<MetricFamily> Families() => [Attempts(), Failures(), Durations()];

    private MetricFamily Attempts()
    {
        var family = new MetricFamily("pawl_attempts", "Attempts that ended within --window, by how they ended.", MetricKind.Gauge);
        foreach (var ((provider, type, result), count) in _attempts.OrderBy(pair => (pair.Key.Provider.Value, pair.Key.Type.Value, pair.Key.Result)))
            family.Add(count, ("provider", provider.Value), ("image_type", type.Value), ("result", result));
        return family;
    }

    private MetricFamily Failures()
    {
        var family = new MetricFamily("pawl_failures", "Failed attempts within --window, by category.", MetricKind.Gauge);
        foreach (var ((provider, type, category), count) in _failures.OrderBy(pair => (pair.Key.Provider.Value, pair.Key.Type.Value, pair.Key.Category)))
            family.Add(count, ("provider", provider.Value), ("image_type", type.Value), ("category", category.ToText()));
        return family;
    }

    private MetricFamily Durations()
    {
        var family = new MetricFamily("pawl_state_duration_seconds", "How long the attempts took that completed a state within --window.", MetricKind.Summary);
        foreach (var ((provider, type, state), seconds) in _durations.OrderBy(pair => (pair.Key.Provider.Value, pair.Key.Type.Value, pair.Key.State)))
        {
            seconds.Sort();
            (string, string)[] labels = [("provider", provider.Value), ("image_type", type.Value), ("state", state.ToString())];
            foreach (var quantile in Quantiles)
                family.Add(OfSorted(seconds, quantile), [.. labels, ("quantile", quantile.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
            family.AddSuffixed("_sum", seconds.Sum(), labels);
            family.AddSuffixed("_count", seconds.Count, labels);
        }

        return family;
    }

    // Nearest rank.
    private static double OfSorted(List<double> sorted, double quantile) => sorted[Math.Max(1, (int)Math.Ceiling(quantile * sorted.Count)) - 1];

    private void Keep((Label, Label, StateCode) state, double seconds)
    {
        if (!_durations.TryGetValue(state, out var all))
            _durations.Add(state, all = []);
        all.Add(seconds);
    }

    private static void Count<T>(Dictionary<T, int> counts, T key) where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
