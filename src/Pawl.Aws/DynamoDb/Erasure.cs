using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;

namespace Pawl.Aws.DynamoDb;

/// <summary>Removes a build: its head becomes a mark first, which refuses every writer; then the rest goes, and the mark last. Each deletion
/// holds only while that mark stands, so that one who comes late deletes nothing of a new build of the same id.</summary>
internal sealed class Erasure(Table table)
{
    // A transaction may touch 4 MB, and an item of a history may have 300 KB.
    private const int AtOnce = 12;

    /// <summary>Finds out whether this role may delete, before the mark overwrites the head: a build that is marked and can't be removed would be lost.
    /// What it deletes never exists.</summary>
    /// <exception cref="Pawl.Stores.StoreException">It may not.</exception>
    public async ValueTask RequireRightAsync(BuildId id, CancellationToken cancellationToken) => await table.TrySendAsync(
        [new TransactWriteItem { Delete = new Delete { TableName = table.Name, Key = Table.Key(id, Table.History(BuildVersion.None)) } }],
        cancellationToken).ConfigureAwait(false);

    /// <summary>Puts the mark in the head's place, if the build is the one that was read.</summary>
    public ValueTask<bool> TryMarkAsync(HeadItem head, string mark, CancellationToken cancellationToken)
    {
        var expression = new Expression();
        var item = Table.Key(head.Id, Table.Head);
        item[Names.Erased] = Table.Text(mark);
        var put = new Put
        {
            TableName = table.Name,
            Item = item,
            ConditionExpression =
                $"{expression.Is(Names.Version, Table.Number(head.Version.Value))} AND {expression.Is(Names.StartTime, Table.Text(head.StartTime))}",
            ExpressionAttributeNames = expression.Attributes,
            ExpressionAttributeValues = expression.Values,
        };
        return table.TrySendAsync([new TransactWriteItem { Put = put }], cancellationToken);
    }

    /// <summary>Removes all of a build that is marked; returns as well when another one does it already.</summary>
    public async ValueTask FinishAsync(BuildId id, string mark, CancellationToken cancellationToken)
    {
        var batch = new List<string>(AtOnce);
        await foreach (var item in ItemsAsync(id, cancellationToken).ConfigureAwait(false))
        {
            batch.Add(item);
            if (batch.Count == AtOnce && !await TryDeleteAsync(id, mark, batch, cancellationToken).ConfigureAwait(false))
                return;
            if (batch.Count == AtOnce)
                batch.Clear();
        }

        if (batch.Count == 0 || await TryDeleteAsync(id, mark, batch, cancellationToken).ConfigureAwait(false))
            await DeleteMarkAsync(id, mark, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<string> ItemsAsync(
        BuildId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var expression = new Expression();
        var request = new QueryRequest
        {
            KeyConditionExpression = expression.Is(Names.BuildId, Table.Text(id.Value)),
            ProjectionExpression = expression.Name(Names.Item),
            ConsistentRead = true,
        };
        await foreach (var item in table.QueryAsync(request, expression, cancellationToken).ConfigureAwait(false))
        {
            if (item[Names.Item].S is not Table.Head and var key)
                yield return key;
        }
    }

    private ValueTask<bool> TryDeleteAsync(BuildId id, string mark, List<string> items, CancellationToken cancellationToken)
    {
        var expression = new Expression();
        var check = new ConditionCheck
        {
            TableName = table.Name,
            Key = Table.Key(id, Table.Head),
            ConditionExpression = expression.Is(Names.Erased, Table.Text(mark)),
            ExpressionAttributeNames = expression.Attributes,
            ExpressionAttributeValues = expression.Values,
        };
        return table.TrySendAsync(
            [
                new TransactWriteItem { ConditionCheck = check },
                .. items.Select(item => new TransactWriteItem { Delete = new Delete { TableName = table.Name, Key = Table.Key(id, item) } }),
            ],
            cancellationToken);
    }

    private ValueTask<bool> DeleteMarkAsync(BuildId id, string mark, CancellationToken cancellationToken)
    {
        var expression = new Expression();
        var delete = new Delete
        {
            TableName = table.Name,
            Key = Table.Key(id, Table.Head),
            ConditionExpression = expression.Is(Names.Erased, Table.Text(mark)),
            ExpressionAttributeNames = expression.Attributes,
            ExpressionAttributeValues = expression.Values,
        };
        return table.TrySendAsync([new TransactWriteItem { Delete = delete }], cancellationToken);
    }
}
