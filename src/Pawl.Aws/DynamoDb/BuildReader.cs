using System.Collections.Immutable;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>Reads builds, strongly consistent.</summary>
internal sealed class BuildReader(Table table)
{
    // A query may see an append's items one by one while it happens.
    private const int Tries = 8;

    /// <summary>The head; null when there is none.</summary>
    public async ValueTask<HeadItem?> HeadAsync(BuildId id, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table.Name, Key = Table.Key(id, Table.Head), ConsistentRead = true };
        var answer = await table.Calls.RunAsync(limit => table.Client.GetItemAsync(request, limit), 0, cancellationToken).ConfigureAwait(false);
        return answer.Item is { Count: > 0 } item ? HeadItem.Read(table, id, item) : null;
    }

    /// <summary>The state, metadata included; null when there is no such build.</summary>
    public async ValueTask<BuildState?> StateAsync(BuildId id, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            var items = await HeadAndMetadataAsync(id, cancellationToken).ConfigureAwait(false);
            if (!items.TryGetValue(Table.Head, out var item) || HeadItem.Read(table, id, item) is not { Version.Value: > 0 } head)
                return null;
            if (Metadata(id, head, items) is { } metadata)
                return head.State(table, metadata);
        }

        throw table.Corrupt(id, "its metadata doesn't belong to its state");
    }

    private ImmutableSortedDictionary<string, string>? Metadata(BuildId id, HeadItem head, Dictionary<string, Dictionary<string, AttributeValue>> items)
    {
        var parts = new List<string>(head.MetadataItems);
        for (var number = 0; number < head.MetadataItems; number++)
        {
            if (!items.TryGetValue(Table.Metadata(number), out var item) || new Attributes(item).OptionalNumber(Names.MetadataVersion) != head.MetadataVersion)
                return null;
            parts.Add(HeadItem.Guard(table, id, () => new Attributes(item).Text(Names.Part)));
        }

        return parts.Count == 0 ? BuildState.EmptyMetadata : HeadItem.Guard(table, id, () => BuildJson.ReadMetadata(string.Concat(parts)));
    }

    private async ValueTask<Dictionary<string, Dictionary<string, AttributeValue>>> HeadAndMetadataAsync(BuildId id, CancellationToken cancellationToken)
    {
        var expression = new Expression();
        var condition = $"{expression.Is(Names.BuildId, Table.Text(id.Value))} AND begins_with({expression.Name(Names.Item)}, {expression.Value(Table.Text(Table.Head))})";
        var items = new Dictionary<string, Dictionary<string, AttributeValue>>();
        await foreach (var item in table.QueryAsync(new QueryRequest { KeyConditionExpression = condition, ConsistentRead = true }, expression, cancellationToken).ConfigureAwait(false))
            items.Add(item[Names.Item].S, item);
        return items;
    }
}
