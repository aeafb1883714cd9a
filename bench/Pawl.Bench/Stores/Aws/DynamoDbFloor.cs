using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Pawl.Aws;
using Pawl.Aws.DynamoDb;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Bench.Stores.Aws;

/// <summary>One transaction by the SDK's client, set up as the store's: the same items, made beforehand.</summary>
internal sealed class DynamoDbFloor(StoreUrl url) : IFloor
{
    private readonly AmazonDynamoDBClient _client = DynamoDbPlace.Read(url).Connect();
    private IReadOnlyList<TransactWriteItemsRequest> _steps = [];

    public string Name => "one TransactWriteItems of the same items";

    public async ValueTask BeginAsync(string id)
    {
        var table = new Table(DynamoDbPlace.Read(url).Table, url.ToString(), _client, new AwsCalls(new AwsFaults(url.ToString(), "the table")));
        var changes = SampleChanges.Of($"{id}-floor");
        foreach (var change in changes.Beginning)
            await _client.TransactWriteItemsAsync(Request(change));
        _steps = [.. changes.Steps.Select(Request)];

        TransactWriteItemsRequest Request(Change change) => new() { TransactItems = AppendItems.Of(table, change) };
    }

    public async ValueTask WriteAsync(int step) => await _client.TransactWriteItemsAsync(_steps[step]);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
