using System.Collections.Concurrent;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Lists builds: the index says which there are, and the head of each <c>state.json</c> how they stand; one that is behind is
/// noticed, as everywhere.</summary>
internal sealed class ObjectFleet(IObjectStore objects, BuildFinder finder, Action<string> warn)
{
    private const int AtOnce = 32;

    /// <summary>The builds that match, the one changed last first.</summary>
    public async ValueTask<IReadOnlyList<BuildSummary>> ReadAsync(BuildQuery query, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<BuildSummary>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(objects.ListAsync(BuildKeys.IndexPrefix, "", cancellationToken), options, async (key, token) =>
        {
            if (BuildKeys.TryReadIndex(key, out var id) && await SummarizeAsync(id, token).ConfigureAwait(false) is { } build && query.Matches(build))
                found.Add(build);
        }).ConfigureAwait(false);
        return [.. found.OrderByDescending(b => b.LastUpdate).ThenBy(b => b.Id.Value, StringComparer.Ordinal).Take(query.Limit)];
    }

    // One build that can't be read is no reason not to show the others.
    private async ValueTask<BuildSummary?> SummarizeAsync(BuildId id, CancellationToken cancellationToken)
    {
        try
        {
            return await finder.FindAsync(id, cancellationToken).ConfigureAwait(false) is { Build: { } build } ? BuildSummary.Of(build.State) : null;
        }
        catch (StoreException e) when (e.Fault is StoreFault.Corrupt or StoreFault.Newer)
        {
            warn($"left out of the list: {e.Message}");
            return null;
        }
    }
}
