using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2.Model;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Aws.DynamoDb;

/// <summary>Small objects as items of a partition of their own, which no build can have, since an id never begins with a dot: the keys of sealed
/// builds, the alerts that are owed. They are in no index.</summary>
public sealed class DynamoDbObjects : IObjectStore
{
    /// <summary>Where the keys of sealed builds are.</summary>
    internal const string Keys = ".pawl";

    /// <summary>Where notes are: which alerts are owed. A worker may delete them, and no key.</summary>
    internal const string Notes = ".pawl-notes";

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html: 400 KB an item, of which names and tag take some.
    private const int MostContent = 390_000;

    private readonly Lazy<Table> _table;
    private readonly string _partition;

    private DynamoDbObjects(StoreUrl url, string partition)
    {
        _partition = partition;
        var place = DynamoDbPlace.Read(url);
        Location = url.ToString();
        _table = new Lazy<Table>(() => new Table(place.Table, Location, place.Connect(), new AwsCalls(new AwsFaults(Location, $"the table {place.Table}"))));
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public long MostBytes => MostContent;

    private Table Table => _table.Value;

    /// <summary>The keys in the table of a URL. Nothing is asked yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static DynamoDbObjects OpenKeys(StoreUrl url) => new(url, Keys);

    /// <summary>The notes in the table of a URL. Nothing is asked yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static DynamoDbObjects OpenNotes(StoreUrl url) => new(url, Notes);

    /// <inheritdoc/>
    public async ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = Table.Name, Key = Key(key), ConsistentRead = true };
        var answer = await Table.Calls.RunAsync(limit => Table.Client.GetItemAsync(request, limit), MostContent, cancellationToken).ConfigureAwait(false);
        if (answer.Item is not { Count: > 0 } item)
            return null;
        if (!item.TryGetValue(Names.Content, out var stored) || stored.B is not { } bytes || !item.TryGetValue(Names.Tag, out var tag) || tag.S is null)
            throw new StoreException(StoreFault.Corrupt, $"the item {key} of {_partition} in {Location} is damaged: it was changed outside Pawl");
        var content = bytes.ToArray();
        return new StoredObject(content.AsMemory(0, Math.Min(content.Length, mostBytes)), new ObjectTag(tag.S), content.Length <= mostBytes);
    }

    /// <inheritdoc/>
    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        var tag = Guid.NewGuid().ToString("N");
        var item = Key(key);
        item[Names.Content] = new AttributeValue { B = new MemoryStream(content.ToArray()) };
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
        var first = string.CompareOrdinal(prefix, after) > 0 ? prefix : after;
        var request = new QueryRequest
        {
            KeyConditionExpression = $"{expression.Is(Names.BuildId, Table.Text(_partition))} AND {expression.Name(Names.Item)} >= {expression.Value(Table.Text(first.Length > 0 ? first : " "))}",
            ProjectionExpression = expression.Name(Names.Item),
            ConsistentRead = true,
        };
        await foreach (var item in Table.QueryAsync(request, expression, cancellationToken).ConfigureAwait(false))
        {
            var key = item[Names.Item].S;
            if (!key.StartsWith(prefix, StringComparison.Ordinal))
                yield break;
            if (key != after)
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

    private Dictionary<string, AttributeValue> Key(string key) => new() { [Names.BuildId] = Table.Text(_partition), [Names.Item] = Table.Text(key) };

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
}
