using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>Reads the index of heads: by status, and in it by the time of the last change. The rest is filtered by the service, before anything is sent.</summary>
internal sealed class FleetIndex(Table table)
{
    private const int MostAPage = 1_000;

    /// <summary>The builds that match, the one changed last first.</summary>
    public async IAsyncEnumerable<FleetRow> ReadAsync(BuildQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BuildStatus[] statuses = query.Status is { } one ? [one] : Enum.GetValues<BuildStatus>();
        var streams = statuses.Select(status => ReadAsync(query, status, cancellationToken).GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            var open = await AdvanceAsync(streams).ConfigureAwait(false);
            while (open.MaxBy(stream => stream.Current.Summary.LastUpdate) is { } latest)
            {
                yield return latest.Current;
                if (!await latest.MoveNextAsync().ConfigureAwait(false))
                    open.Remove(latest);
            }
        }
        finally
        {
            foreach (var stream in streams)
                await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The first pages are asked for together.
    private static async ValueTask<List<IAsyncEnumerator<FleetRow>>> AdvanceAsync(List<IAsyncEnumerator<FleetRow>> streams)
    {
        var moves = streams.ConvertAll(stream => stream.MoveNextAsync().AsTask());
        var moved = await Task.WhenAll(moves).ConfigureAwait(false);
        return [.. streams.Where((_, i) => moved[i])];
    }

    private async IAsyncEnumerable<FleetRow> ReadAsync(
        BuildQuery query, BuildStatus status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var expression = new Expression();
        var condition = expression.Is(Names.Status, Table.Text(status.ToText()));
        if (query.ChangedBefore is { } before)
            condition += $" AND {expression.Name(Names.LastUpdate)} < {expression.Value(Table.Text(UtcTime.Format(before)))}";
        var filter = Filter(query, expression);
        var request = new QueryRequest
        {
            IndexName = Names.StatusIndex, KeyConditionExpression = condition, FilterExpression = filter, ScanIndexForward = false,
        };
        if (filter is null && query.Limit < MostAPage)
            request.Limit = Math.Max(query.Limit, 1);
        await foreach (var item in table.QueryAsync(request, expression, cancellationToken).ConfigureAwait(false))
            yield return FleetRow.Read(table, item);
    }

    private static string? Filter(BuildQuery query, Expression expression)
    {
        List<string> filters =
        [
            .. query.Provider is { } provider ? [expression.Is(Names.Provider, Table.Text(provider.Value))] : (string[])[],
            .. query.ImageType is { } type ? [expression.Is(Names.ImageType, Table.Text(type.Value))] : (string[])[],
            .. query.Pipeline is { } pipeline ? [expression.Is(Names.Pipeline, Table.Text(pipeline))] : (string[])[],
        ];
        return filters.Count > 0 ? string.Join(" AND ", filters) : null;
    }
}
