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

namespace Pawl.Conformance.Records;

/// <summary>Beside builds of one kind of store, opened as the program opens them.</summary>
public abstract class KindRecordsConformance : RecordsConformance
{
    private protected abstract StoreKind Kind { get; }

    private protected StoreUrl Url { get; set; } = null!;

    protected override IBuildStore OpenBuilds() => Kind.Open(Url, Surroundings.Context);

    protected override IObjectStore OpenRecords() => Kind.OpenKeys(Url);
}

/// <summary>In a folder of SQLite files.</summary>
public sealed class SqliteRecordsConformance : KindRecordsConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-records-").FullName;

    public SqliteRecordsConformance() => Url = SqliteKind.UrlOf(_folder);

    private protected override StoreKind Kind { get; } = new SqliteKind();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>In a folder of JSON files.</summary>
public sealed class DirectoryRecordsConformance : KindRecordsConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-records-").FullName;

    public DirectoryRecordsConformance() => Url = AwsPlaces.Url($"dir://{_folder}");

    private protected override StoreKind Kind { get; } = new DirectoryKind();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>In S3, by moto.</summary>
public sealed class S3RecordsConformance : KindRecordsConformance
{
    private protected override StoreKind Kind { get; } = new S3Kind();

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        Url = await AwsPlaces.PrefixAsync((await TestServers.MotoAsync()).Endpoint);
    }
}

/// <summary>In DynamoDB, by moto.</summary>
public sealed class DynamoDbRecordsConformance : KindRecordsConformance
{
    private protected override StoreKind Kind { get; } = new DynamoDbKind();

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        Url = await AwsPlaces.TableAsync((await TestServers.MotoAsync()).Endpoint);
    }
}

/// <summary>In Azure Blob Storage, by Azurite.</summary>
public sealed class BlobRecordsConformance : KindRecordsConformance
{
    private protected override StoreKind Kind { get; } = new AzureBlobKind();

    public override async ValueTask InitializeAsync() => Url = (await BlobContainer.CreateAsync(None)).Url;
}

/// <summary>In Cosmos DB, by its emulator.</summary>
public sealed class CosmosRecordsConformance : RecordsConformance
{
    private CosmosContainer _container = null!;

    public override async ValueTask InitializeAsync() => _container = await CosmosContainer.CreateAsync(None);

    protected override IBuildStore OpenBuilds() => new ObjectBuildStore(_container.Open(), Surroundings.Context);

    protected override IObjectStore OpenRecords() => _container.Open();
}

/// <summary>In PostgreSQL.</summary>
public sealed class PostgresRecordsConformance : KindRecordsConformance
{
    private PostgresPlace _place = null!;

    private protected override StoreKind Kind { get; } = new PostgresKind();

    public override async ValueTask InitializeAsync()
    {
        _place = await PostgresPlace.CreatedAsync();
        Url = _place.Url();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _place.DisposeAsync();
    }
}
