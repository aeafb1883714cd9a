using Pawl.Bench.Stores.Aws;
using Pawl.Bench.Stores.Azure;
using Pawl.Bench.Stores.Cosmos;
using Pawl.Bench.Stores.Mirrors;
using Pawl.Bench.Stores.Objects;
using Pawl.Bench.Stores.Postgres;
using Pawl.Servers;

namespace Pawl.Bench.Stores;

/// <summary>Every store on its server, and mirrors.</summary>
internal static class StoreBenchmark
{
    public static async Task RunAsync(Settings settings, Places places, Goals goals)
    {
        var contents = await StepContents.RecordAsync();
        Entry[] entries =
        [
            new("dir", null, () => DirectoryContender.StartAsync(contents)),
            new("S3 on moto", MotoServer.Availability, () => S3Contender.OnMotoAsync(contents)),
            new("S3 on Ceph", CephServer.Availability, () => S3Contender.OnCephAsync(contents)),
            new("Azure Blob on Azurite", AzuriteServer.Availability, () => BlobContender.StartAsync(contents)),
            new("Cosmos DB on cosmosdb-server", CosmosServer.Availability, () => CosmosContender.StartAsync(contents)),
            // Each of moto's transactions copies all that it holds.
            new("DynamoDB on moto", MotoServer.Availability, DynamoDbContender.StartAsync) { MostBuilds = 5 },
            new("PostgreSQL", PostgresServer.Availability, PostgresContender.StartAsync),
        ];
        await TransitionBenchmark.RunAsync(settings.StoreBuilds, entries, goals);
        await RequestBenchmark.RunAsync(goals);
        await ShippingBenchmark.RunAsync(goals);
        await MirrorCommandBenchmark.RunAsync(settings.MirroredBuilds, places, goals);
    }
}
