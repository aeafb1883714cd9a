using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>Reads the events of a build, page by page.</summary>
internal sealed class HistoryReader(Table table)
{
    /// <summary>The events after a version up to another one, in order, strongly consistent.</summary>
    /// <exception cref="StoreException">One is missing.</exception>
    public async IAsyncEnumerable<BuildEvent> ReadAsync(
        BuildId id, BuildVersion after, BuildVersion last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after >= last)
            yield break;
        var from = await ItemOfAsync(id, after.Next, cancellationToken).ConfigureAwait(false);
        var expression = new Expression();
        var request = Between(expression, id, from, Table.History(last));
        var expected = after.Next;
        await foreach (var item in table.QueryAsync(request, expression, cancellationToken).ConfigureAwait(false))
        {
            var (version, events) = Events(id, item);
            foreach (var happened in events)
            {
                if (version == expected && expected <= last)
                {
                    yield return happened;
                    expected = expected.Next;
                }

                version = version.Next;
            }
        }

        if (expected <= last)
            throw table.Corrupt(id, $"the event {expected} of {last} is missing from its history");
    }

    // The item that holds an event may begin before it.
    private async ValueTask<string> ItemOfAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        var first = Table.History(BuildVersion.None.Next);
        if (version == BuildVersion.None.Next)
            return first;
        var expression = new Expression();
        var request = Between(expression, id, first, Table.History(version));
        request.ScanIndexForward = false;
        request.Limit = 1;
        request.ProjectionExpression = expression.Name(Names.Item);
        await foreach (var item in table.QueryAsync(request, expression, cancellationToken).ConfigureAwait(false))
            return item[Names.Item].S;
        return first;
    }

    private static QueryRequest Between(Expression expression, BuildId id, string from, string to) => new()
    {
        KeyConditionExpression =
            $"{expression.Is(Names.BuildId, Table.Text(id.Value))} AND {expression.Name(Names.Item)} BETWEEN {expression.Value(Table.Text(from))} AND {expression.Value(Table.Text(to))}",
        ConsistentRead = true,
    };

    private (BuildVersion First, List<BuildEvent> Events) Events(BuildId id, Dictionary<string, AttributeValue> item) => HeadItem.Guard(table, id, () =>
    {
        var attributes = new Attributes(item);
        var first = long.Parse(attributes.Text(Names.Item).AsSpan(Table.HistoryPrefix.Length), CultureInfo.InvariantCulture);
        return (new BuildVersion(first), attributes.Texts(Names.Events).Select(BuildJson.ReadEvent).ToList());
    });
}
