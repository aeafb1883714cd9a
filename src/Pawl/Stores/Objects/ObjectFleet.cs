using System.Collections.Concurrent;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Lists builds: the index says which there are, and the head of each <c>state.json</c> how they stand; one that is behind is
/// noticed, as everywhere.</summary>
internal sealed class ObjectFleet(IObjectStore objects, BuildFinder finder)
{
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 32 };

    /// <summary>The builds that match, the one changed last first.</summary>
    public async ValueTask<IReadOnlyList<BuildSummary>> ReadAsync(BuildQuery query, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<BuildSummary>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(objects.ListAsync(BuildKeys.IndexPrefix, "", cancellationToken), options, async (key, token) =>
        {
            if (BuildKeys.TryReadIndex(key, out var id) && await SummarizeAsync(id, token).ConfigureAwait(false) is { } build && query.Matches(build))
                found.Add(build);
        }).ConfigureAwait(false);
        return [.. found.OrderByDescending(b => b.LastUpdate).ThenBy(b => b.Id.Value, StringComparer.Ordinal).Take(query.Limit)];
    }

    private async ValueTask<BuildSummary?> SummarizeAsync(BuildId id, CancellationToken cancellationToken) =>
        await finder.FindAsync(id, cancellationToken).ConfigureAwait(false) is { Build: { } build } ? BuildSummary.Of(build.State) : null;
}
