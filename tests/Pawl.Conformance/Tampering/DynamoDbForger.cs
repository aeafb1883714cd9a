using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pawl.Builds;
using Pawl.Conformance.Aws;
using Pawl.Stores;

namespace Pawl.Conformance.Tampering;

/// <summary>May write items of the table.</summary>
internal sealed class DynamoDbForger(StoreUrl url) : IForger
{
    private static readonly (string Name, AttributeValue Value)[] Projections =
    [
        ("provider", new AttributeValue { S = "azure" }), ("status", new AttributeValue { S = "completed" }), ("current_state", new AttributeValue { N = "95" }),
        ("error_message", new AttributeValue { S = "all is well" }), ("last_update", new AttributeValue { S = "2027-01-01T00:00:00.000Z" }),
    ];

    private readonly AmazonDynamoDBClient _client = new(new AmazonDynamoDBConfig { ServiceURL = url.Settings["endpoint"] });

    private string Table => url.Authority;

    public IBuildStore Open() => AwsPlaces.OpenBuilds(url);

    public async Task<List<string>> ReadAsync(BuildId id) => [.. (await ItemsAsync(id)).Select(item => item["events"].L.Single().S)];

    public async Task WriteAsync(BuildId id, IReadOnlyList<string> appends)
    {
        var items = await ItemsAsync(id);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (i >= appends.Count)
            {
                await _client.DeleteItemAsync(Table, new Dictionary<string, AttributeValue> { ["build_id"] = item["build_id"], ["item"] = item["item"] });
                continue;
            }

            item["events"] = new AttributeValue { L = [new AttributeValue { S = appends[i] }] };
            await _client.PutItemAsync(Table, item);
        }
    }

    public async Task<string> ChangeProjectionAsync(BuildId id, Random random)
    {
        var (name, value) = Projections[random.Next(Projections.Length)];
        await _client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = Table,
            Key = new Dictionary<string, AttributeValue> { ["build_id"] = new() { S = id.Value }, ["item"] = new() { S = "head" } },
            UpdateExpression = "SET #name = :value",
            ExpressionAttributeNames = new Dictionary<string, string> { ["#name"] = name },
            ExpressionAttributeValues = new Dictionary<string, AttributeValue> { [":value"] = value },
        });
        return $"the head's {name} was changed";
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<List<Dictionary<string, AttributeValue>>> ItemsAsync(BuildId id) => (await _client.QueryAsync(new QueryRequest
    {
        TableName = Table,
        KeyConditionExpression = "build_id = :id AND begins_with(#item, :history)",
        ExpressionAttributeNames = new Dictionary<string, string> { ["#item"] = "item" },
        ExpressionAttributeValues = new Dictionary<string, AttributeValue> { [":id"] = new() { S = id.Value }, [":history"] = new() { S = "history#" } },
    })).Items;
}
