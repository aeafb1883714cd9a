using Pawl.Aws.DynamoDb;
using Pawl.Aws.S3;
using Pawl.Azure;
using Pawl.Conformance.Aws;
using Pawl.Conformance.Azure;
using Pawl.Conformance.Cosmos;
using Pawl.Conformance.Postgres;
using Pawl.Conformance.Servers;
using Pawl.Postgres;
using Pawl.Servers;
using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Debts;

/// <summary>Debts beside builds of one kind of store, opened as the program opens them.</summary>
public abstract class KindLedgerConformance : DebtLedgerConformance
{
    private protected abstract StoreKind Kind { get; }

    private protected StoreUrl Url { get; set; } = null!;

    protected override ValueTask<LedgerHand> OpenAsync()
    {
        var notes = Kind.OpenNotes(Url)!;
        return new(new LedgerHand(Kind.Open(Url, Surroundings.Context), Kind.OpenLedger(Url, notes, Surroundings.Context), notes));
    }
}

/// <summary>In a build's SQLite file, in the change's own transaction.</summary>
public sealed class SqliteLedgerConformance : KindLedgerConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-debts-").FullName;

    private protected override StoreKind Kind { get; } = new SqliteKind();

    public override ValueTask InitializeAsync()
    {
        Url = SqliteKind.UrlOf(_folder);
        return base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>As files.</summary>
public sealed class DirectoryLedgerConformance : KindLedgerConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-debts-").FullName;

    private protected override StoreKind Kind { get; } = new DirectoryKind();

    public override ValueTask InitializeAsync()
    {
        Url = AwsPlaces.Url($"dir://{_folder}");
        return base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>In S3, by moto.</summary>
public sealed class S3LedgerConformance : KindLedgerConformance
{
    private protected override StoreKind Kind { get; } = new S3Kind();

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        Url = await AwsPlaces.PrefixAsync((await TestServers.MotoAsync()).Endpoint);
        await base.InitializeAsync();
    }
}

/// <summary>In DynamoDB, by moto.</summary>
public sealed class DynamoDbLedgerConformance : KindLedgerConformance
{
    private protected override StoreKind Kind { get; } = new DynamoDbKind();

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        Url = await AwsPlaces.TableAsync((await TestServers.MotoAsync()).Endpoint);
        await base.InitializeAsync();
    }
}

/// <summary>In Azure Blob Storage, by Azurite.</summary>
public sealed class BlobLedgerConformance : KindLedgerConformance
{
    private protected override StoreKind Kind { get; } = new AzureBlobKind();

    public override async ValueTask InitializeAsync()
    {
        Url = (await BlobContainer.CreateAsync(None)).Url;
        await base.InitializeAsync();
    }
}

/// <summary>In Cosmos DB, by its emulator.</summary>
public sealed class CosmosLedgerConformance : DebtLedgerConformance
{
    private CosmosContainer? _container;

    protected override async ValueTask<LedgerHand> OpenAsync()
    {
        _container ??= await CosmosContainer.CreateAsync(None);
        var notes = _container.Open();
        return new LedgerHand(new ObjectBuildStore(_container.Open(), Surroundings.Context), new ObjectDebtLedger(notes), notes);
    }
}

/// <summary>In PostgreSQL, with the rights of a worker.</summary>
public sealed class PostgresLedgerConformance : KindLedgerConformance
{
    private PostgresPlace _place = null!;

    private protected override StoreKind Kind { get; } = new PostgresKind();

    public override async ValueTask InitializeAsync()
    {
        _place = await PostgresPlace.CreatedAsync();
        Url = _place.Url(await _place.AddRoleAsync(StoreRole.Worker));
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _place.DisposeAsync();
    }
}
