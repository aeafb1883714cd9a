using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;

namespace Pawl.Aws.DynamoDb;

/// <summary>Reads the items of a query page by page.</summary>
internal static class Queries
{
    public static async IAsyncEnumerable<Dictionary<string, AttributeValue>> QueryAsync(
        this Table table, QueryRequest request, Expression expression, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        request.TableName = table.Name;
        request.ExpressionAttributeNames = expression.Attributes;
        request.ExpressionAttributeValues = expression.Values;
        for (var more = true; more; )
        {
            var page = await table.Calls.RunAsync(limit => table.Client.QueryAsync(request, limit), 0, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items ?? [])
                yield return item;
            request.ExclusiveStartKey = page.LastEvaluatedKey;
            more = page.LastEvaluatedKey is { Count: > 0 };
        }
    }
}
