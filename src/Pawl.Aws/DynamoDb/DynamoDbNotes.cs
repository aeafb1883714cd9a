using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Aws.DynamoDb;

/// <summary>Notes beside the builds of a table: items of a partition that no build can have.</summary>
public sealed class DynamoDbNotes : IObjectStore
{
    /// <summary>The partition: a build's id never begins with a dot.</summary>
    internal const string Partition = ".pawl";

    private const string AfterAll = "\uffff";

    private readonly Lazy<Table> _table;

    private DynamoDbNotes(DynamoDbPlace place, string location)
    {
        Location = location;
        _table = new Lazy<Table>(() => new Table(place.Table, location, place.Connect(), new AwsCalls(new AwsFaults(location, $"the table {place.Table}"))));
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public long MostBytes => 350 * 1024;

    private Table Table => _table.Value;

    /// <summary>The notes of a table. Nothing is asked yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static DynamoDbNotes Open(StoreUrl url) => new(DynamoDbPlace.Read(url), url.ToString());

    /// <inheritdoc/>
    public async ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = Table.Name, Key = Key(key), ConsistentRead = true };
        var answer = await Table.Calls.RunAsync(limit => Table.Client.GetItemAsync(request, limit), 0, cancellationToken).ConfigureAwait(false);
        if (answer.Item is not { Count: > 0 } item)
            return null;
        if (!item.TryGetValue(Names.Content, out var content) || content.B is not { } bytes || !item.TryGetValue(Names.Tag, out var tag) || tag.S is null)
            throw new StoreException(StoreFault.Corrupt, $"the item {key} in {Location} is damaged; delete it");
        var all = bytes.ToArray();
        return new StoredObject(all.AsMemory(0, Math.Min(all.Length, mostBytes)), new ObjectTag(tag.S), all.Length <= mostBytes);
    }

    /// <inheritdoc/>
    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        var tag = Guid.NewGuid().ToString("N");
        var item = Key(key);
        using var bytes = new MemoryStream(content.ToArray());
        item[Names.Content] = new AttributeValue { B = bytes };
        item[Names.Tag] = Table.Text(tag);
        var expression = new Expression();
        var request = new PutItemRequest
        {
            TableName = Table.Name,
            Item = item,
            ConditionExpression = condition.Tag is { } expected ? expression.Is(Names.Tag, Table.Text(expected.Value)) : expression.NoItem(),
            ExpressionAttributeNames = expression.Attributes,
            ExpressionAttributeValues = expression.Values.Count > 0 ? expression.Values : null,
        };
        return await Table.Calls.RunAsync(limit => TryPutAsync(request, limit), content.Length, cancellationToken).ConfigureAwait(false) ? new ObjectTag(tag) : null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var expression = new Expression();
        var from = string.CompareOrdinal(prefix, after) > 0 ? prefix : after;
        var first = expression.Value(Table.Text(from.Length > 0 ? from : " "));
        var last = expression.Value(Table.Text(prefix + AfterAll));
        var condition = $"{expression.Is(Names.BuildId, Table.Text(Partition))} AND {expression.Name(Names.Item)} BETWEEN {first} AND {last}";
        var request = new QueryRequest { KeyConditionExpression = condition, ProjectionExpression = expression.Name(Names.Item), ConsistentRead = true };
        await foreach (var item in Table.QueryAsync(request, expression, cancellationToken).ConfigureAwait(false))
        {
            if (item[Names.Item].S is { } key && key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
                yield return key;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest { TableName = Table.Name, Key = Key(key) };
        await Table.Calls.RunAsync(limit => Table.Client.DeleteItemAsync(request, limit), 0, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_table.IsValueCreated)
            Table.Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> TryPutAsync(PutItemRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Table.Client.PutItemAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static Dictionary<string, AttributeValue> Key(string key) => new() { [Names.BuildId] = Table.Text(Partition), [Names.Item] = Table.Text(key) };
}
