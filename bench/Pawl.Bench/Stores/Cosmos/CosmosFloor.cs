using Microsoft.Azure.Cosmos;
using Pawl.Cosmos;

namespace Pawl.Bench.Stores.Cosmos;

/// <summary>One item created by the SDK's client, set up as the store's; the items are made beforehand.</summary>
internal sealed class CosmosFloor(CosmosClient client, CosmosPlace place, IReadOnlyList<ReadOnlyMemory<byte>> contents) : IFloor
{
    private readonly Container _container = client.GetContainer(place.Database, place.Container);
    private (Stream Item, PartitionKey Partition)[] _items = [];

    public string Name => "one item created with the same bytes";

    public ValueTask BeginAsync(string id)
    {
        _items = [.. contents.Select((content, step) => Item($"floor/{id}/history/{step:D10}.json", content))];
        return ValueTask.CompletedTask;
    }

    public async ValueTask WriteAsync(int step)
    {
        var (item, partition) = _items[step];
        using var answer = await _container.CreateItemStreamAsync(item, partition);
        answer.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static (Stream Item, PartitionKey Partition) Item(string key, ReadOnlyMemory<byte> content)
    {
        var at = ItemAddress.Of(key);
        return (ItemJson.Write(at, key, content), new PartitionKey(at.Partition));
    }
}
