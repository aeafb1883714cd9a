using Azure.Core.Pipeline;
using Pawl.Conformance.Cosmos;
using Pawl.Cosmos;
using Pawl.Servers;
using Pawl.Stores.Objects;

namespace Pawl.Bench.Stores.Cosmos;

/// <summary>Builds in Azure Cosmos DB on its emulator.</summary>
internal static class CosmosContender
{
    public static async Task<Contender> StartAsync(IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        var server = await CosmosServer.StartAsync(CancellationToken.None);
        Environment.SetEnvironmentVariable("COSMOS_KEY", CosmosServer.AccountKey);
        var url = Surroundings.Url($"cosmos://local/pawl/builds?endpoint={server.Endpoint}");
        var objects = CosmosObjects.Open(url, CosmosHttp.Client());
        await using (objects)
            await objects.CreateAsync(CancellationToken.None);
        var place = CosmosPlace.Read(url);
        var client = CosmosAccess.Open(url, place, new HttpClientTransport(CosmosHttp.Client()));
        return new Contender(
            () => new ObjectBuildStore(CosmosObjects.Open(url, CosmosHttp.Client()), Surroundings.Context),
            [new CosmosFloor(client, place, contents)],
            server);
    }
}
