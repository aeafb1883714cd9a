using Pawl.Aws.DynamoDb;
using Pawl.Aws.S3;
using Pawl.Azure;
using Pawl.Builds;
using Pawl.Conformance.Aws;
using Pawl.Conformance.Azure;
using Pawl.Conformance.Cosmos;
using Pawl.Conformance.Postgres;
using Pawl.Conformance.Servers;
using Pawl.Postgres;
using Pawl.Servers;
using Pawl.Servers.Faults;
using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Copying;
using Pawl.Stores.Mirroring;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Faults;

/// <summary>Every store that is reached through a network, through one that fails at random. The seed of a run is in its messages;
/// <c>PAWL_FAULT_SEED</c> repeats it.</summary>
public sealed class FaultRunTests
{
    private const double EachFault = 0.02;

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("PAWL_FAULT_SEED"), out var seed) ? seed : Environment.TickCount & 0xFFFF;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private static StoreContext Context => Surroundings.Context;

    [Fact]
    public async Task S3_keeps_every_history_whole()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        var server = (await TestServers.MotoAsync()).Endpoint;
        var url = await AwsPlaces.PrefixAsync(server);
        await RunAsync(server, Protocol.Aws, proxy => new S3Kind().Open(url.Through(proxy), Context), () => new S3Kind().Open(url, Context));
    }

    [Fact]
    public async Task DynamoDB_keeps_every_history_whole()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        var server = (await TestServers.MotoAsync()).Endpoint;
        var url = await AwsPlaces.TableAsync(server);
        await RunAsync(server, Protocol.Aws, proxy => new DynamoDbKind().Open(url.Through(proxy), Context), () => new DynamoDbKind().Open(url, Context));
    }

    [Fact]
    public async Task Azure_Blob_keeps_every_history_whole()
    {
        ServersAnswer.SkipWithout(AzuriteServer.Availability);
        var container = await BlobContainer.CreateAsync(None);
        var server = (await TestServers.AzuriteAsync()).Endpoint;
        await RunAsync(
            server, Protocol.AzureBlob,
            proxy => new AzureBlobKind().Open(container.Url.Through(new Uri(proxy, AzuriteServer.AccountName)), Context),
            () => new AzureBlobKind().Open(container.Url, Context));
    }

    [Fact]
    public async Task Cosmos_DB_keeps_every_history_whole()
    {
        ServersAnswer.SkipWithout(CosmosServer.Availability);
        var container = await CosmosContainer.CreateAsync(None);
        var server = (await TestServers.CosmosAsync()).Endpoint;
        await RunAsync(
            server, Protocol.Cosmos,
            proxy => new ObjectBuildStore(CosmosContainer.Open(container.Url.Through(proxy)), Context),
            () => new ObjectBuildStore(container.Open(), Context));
    }

    [Fact]
    public async Task PostgreSQL_keeps_every_history_whole()
    {
        ServersAnswer.SkipWithout(PostgresServer.Availability);
        await using var place = await PostgresPlace.CreatedAsync();
        await using var proxy = TcpFaultProxy.Start(place.Port, FaultPlan.Even<TcpFault>(Seed, EachFault));
        var run = new FaultRun(() => new PostgresKind().Open(place.Url(port: proxy.Port), Context), Seed);
        await run.RunAsync(None);
        Assert.True(proxy.Counts.Faults > 20, $"only {proxy.Counts.Faults} faults");
        await using var direct = place.Open();
        await run.CheckAsync(direct, None);
    }

    [Fact]
    public async Task A_mirror_in_S3_gets_every_history_whole()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        var server = (await TestServers.MotoAsync()).Endpoint;
        var url = await AwsPlaces.PrefixAsync(server);
        var folder = Directory.CreateTempSubdirectory("pawl-mirrored-").FullName;
        try
        {
            await using var proxy = await FaultProxy.StartAsync(server, Protocol.Aws, FaultPlan.Even<HttpFault>(Seed, EachFault), None);
            var run = new FaultRun(() => Mirrored(folder, url.Through(proxy.Endpoint)), Seed);
            await run.RunAsync(None);
            Assert.True(proxy.Counts.Faults > 20, $"only {proxy.Counts.Faults} faults");
            proxy.Plan = FaultPlan.Quiet<HttpFault>();
            await using var local = SqliteBuildStore.Open(folder, new SqliteOptions { Durability = SqliteDurability.Normal });
            await run.CheckAsync(local, None);
            await using (var last = Mirrored(folder, url.Through(proxy.Endpoint)))
                await last.SyncAsync(null, (id, row) => Assert.Fail($"{id}: {row.Error} (seed {Seed})"), None);
            await using var mirror = new S3Kind().Open(url, Context);
            await foreach (var id in local.ListAllIdsAsync(None))
                Assert.Null(await CopyVerification.FindDifferenceAsync(id, local, mirror, None));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(Uri server, Protocol protocol, Func<Uri, IBuildStore> through, Func<IBuildStore> direct)
    {
        await using var proxy = await FaultProxy.StartAsync(server, protocol, FaultPlan.Even<HttpFault>(Seed, EachFault), None);
        var run = new FaultRun(() => through(proxy.Endpoint), Seed);
        await run.RunAsync(None);
        Assert.True(proxy.Counts.Faults > 50, $"only {proxy.Counts.Faults} faults");
        proxy.Plan = FaultPlan.Quiet<HttpFault>();
        await using var store = direct();
        await run.CheckAsync(store, None);
    }

    private static MirroredBuildStore Mirrored(string folder, StoreUrl mirror) => new(
        SqliteBuildStore.Open(folder, new SqliteOptions { Durability = SqliteDurability.Normal }),
        mirror.ToString(),
        text => StoreUrl.TryParse(text, out var url, out _) ? new S3Kind().Open(url, Context) : throw new FormatException(text),
        new Worker("mirroring"),
        Context);
}
