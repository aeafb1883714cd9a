using System.Net;
using Pawl.Cosmos;
using Pawl.Cosmos.Rest;

namespace Pawl.Bench.Stores.Cosmos;

/// <summary>One item created by a client set up as the store's; the items are made beforehand.</summary>
internal sealed class CosmosFloor(CosmosClient client, CosmosPlace place, IReadOnlyList<ReadOnlyMemory<byte>> contents) : IFloor
{
    private CosmosRequest[] _writes = [];

    public string Name => "one item created with the same bytes";

    public ValueTask BeginAsync(string id)
    {
        var requests = new CosmosRequests(place);
        _writes = [.. contents.Select((content, step) => Write(requests, $"floor/{id}/history/{step:D10}.json", content))];
        return ValueTask.CompletedTask;
    }

    public async ValueTask WriteAsync(int step)
    {
        var answer = await client.SendAsync(_writes[step], CancellationToken.None);
        if (answer.Status != HttpStatusCode.Created)
            throw new InvalidOperationException($"the item wasn't created: {answer.Status}");
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CosmosRequest Write(CosmosRequests requests, string key, ReadOnlyMemory<byte> content)
    {
        var at = ItemAddress.Of(key);
        return requests.CreateItem(at, ItemJson.Write(at, key, content));
    }
}
