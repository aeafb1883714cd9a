using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>Lists builds by the index, the one changed last first, and sets right what the index doesn't show yet of this store's own changes.</summary>
internal sealed class FleetList(Table table, RecentChanges recent)
{
    // A build that changes while it is listed may stand in the index twice. One that others changed longer ago stands there once, also by a
    // clock that is an hour off.
    private static readonly TimeSpan Moving = TimeSpan.FromHours(2);

    public async IAsyncEnumerable<BuildSummary> ReadAsync(BuildQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var own = recent.Now();
        var settled = DateTimeOffset.UtcNow - Moving;
        var seen = new HashSet<BuildId>();
        var late = new Queue<FleetRow>(own.Values.Where(n => !n.IsErased && query.Matches(n.Row.Summary)).Select(n => n.Row).OrderByDescending(r => r.Summary.LastUpdate));
        await foreach (var row in new FleetIndex(table).ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            while (late.TryPeek(out var next) && next.Summary.LastUpdate > row.Summary.LastUpdate)
            {
                if (await ConfirmAsync(late.Dequeue(), query, seen, cancellationToken).ConfigureAwait(false) is { } summary)
                    yield return summary;
            }

            var id = row.Summary.Id;
            if ((own.TryGetValue(id, out var noted) && IsStale(row, noted)) || seen.Contains(id))
                continue;
            if (noted is not null || row.Summary.LastUpdate > settled)
                seen.Add(id);
            yield return row.Summary;
        }

        while (late.TryDequeue(out var next))
        {
            if (await ConfirmAsync(next, query, seen, cancellationToken).ConfigureAwait(false) is { } summary)
                yield return summary;
        }
    }

    private static bool IsStale(FleetRow row, RecentChanges.Noted noted) =>
        noted.Row.IsAfter(row) || (noted.IsErased && !row.IsAfter(noted.Row));

    // The index doesn't have this change, or another store made a later one since: the table itself knows.
    private async ValueTask<BuildSummary?> ConfirmAsync(FleetRow row, BuildQuery query, HashSet<BuildId> seen, CancellationToken cancellationToken)
    {
        if (!seen.Add(row.Summary.Id))
            return null;
        var head = await new BuildReader(table).HeadAsync(row.Summary.Id, cancellationToken).ConfigureAwait(false);
        return head is { Erased: null } && FleetRow.Read(table, head.All).Summary is var summary && query.Matches(summary) ? summary : null;
    }
}
