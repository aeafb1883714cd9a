using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Metrics;

/// <summary>Counts what builds owe to their mirrors.</summary>
internal static class MirrorCensus
{
    public static async ValueTask<IReadOnlyList<MetricFamily>> TakeAsync(IOutboxStore store, CancellationToken cancellationToken)
    {
        var behind = new SortedDictionary<string, (long Versions, int Builds, int Diverged)>(StringComparer.Ordinal);
        await foreach (var id in store.ListOwingAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var row in (await store.ReadOutboxAsync(id, cancellationToken).ConfigureAwait(false)).Where(row => row.IsBehind))
            {
                var target = Redactor.Standard.Redact(row.Target);
                var (versions, builds, diverged) = behind.GetValueOrDefault(target);
                behind[target] = (versions + row.Owed.Value - row.Shipped.Value, builds + 1, diverged + (row.IsDiverged ? 1 : 0));
            }
        }

        var owed = new MetricFamily("pawl_mirror_owed_versions", "Events that a mirror hasn't got yet.", MetricKind.Gauge);
        var waiting = new MetricFamily("pawl_mirror_builds_behind", "Builds that a mirror hasn't got whole yet.", MetricKind.Gauge);
        var apart = new MetricFamily("pawl_mirror_builds_diverged", "Builds that went on in two places: somebody has to choose.", MetricKind.Gauge);
        foreach (var (target, (versions, builds, diverged)) in behind)
        {
            owed.Add(versions, ("mirror", target));
            waiting.Add(builds, ("mirror", target));
            apart.Add(diverged, ("mirror", target));
        }

        // Nothing owed is a number too: an alert on it must not wait for one that never comes.
        if (behind.Count == 0)
            owed.Add(0, ("mirror", ""));
        return [owed, waiting, apart];
    }
}
