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
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Sealing;

/// <summary>Sealed builds in moto's S3.</summary>
public sealed class SealedS3Conformance : SealedConformance
{
    private StoreUrl _url = null!;

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        _url = await AwsPlaces.PrefixAsync((await TestServers.MotoAsync()).Endpoint);
        await base.InitializeAsync();
    }

    protected override ValueTask<IBuildStore> OpenRecordedAsync() => ValueTask.FromResult(AwsPlaces.OpenBuilds(_url));

    protected override IObjectStore OpenKeys() => new S3Kind().OpenKeys(_url);
}

/// <summary>Sealed builds in moto's DynamoDB.</summary>
public sealed class SealedDynamoDbConformance : SealedConformance
{
    private StoreUrl _url = null!;

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        _url = await AwsPlaces.TableAsync((await TestServers.MotoAsync()).Endpoint);
        await base.InitializeAsync();
    }

    protected override ValueTask<IBuildStore> OpenRecordedAsync() => ValueTask.FromResult(AwsPlaces.OpenBuilds(_url));

    protected override IObjectStore OpenKeys() => new DynamoDbKind().OpenKeys(_url);
}

/// <summary>Sealed builds in Azure Blob Storage, by Azurite.</summary>
public sealed class SealedBlobConformance : SealedConformance
{
    private BlobContainer? _container;

    protected override async ValueTask<IBuildStore> OpenRecordedAsync()
    {
        _container ??= await BlobContainer.CreateAsync(None);
        return new AzureBlobKind().Open(_container.Url, Surroundings.Context);
    }

    protected override IObjectStore OpenKeys() => new AzureBlobKind().OpenKeys(_container!.Url);
}

/// <summary>Sealed builds in Cosmos DB, by its emulator.</summary>
public sealed class SealedCosmosConformance : SealedConformance
{
    private CosmosContainer? _container;

    protected override async ValueTask<IBuildStore> OpenRecordedAsync()
    {
        _container ??= await CosmosContainer.CreateAsync(None);
        return new ObjectBuildStore(_container.Open(), Surroundings.Context);
    }

    protected override IObjectStore OpenKeys() => _container!.Open();
}

/// <summary>Sealed builds in PostgreSQL.</summary>
public sealed class SealedPostgresConformance : SealedConformance
{
    private PostgresPlace _place = null!;

    public override async ValueTask InitializeAsync()
    {
        _place = await PostgresPlace.CreatedAsync();
        await base.InitializeAsync();
    }

    protected override ValueTask<IBuildStore> OpenRecordedAsync() => ValueTask.FromResult(_place.Open());

    protected override IObjectStore OpenKeys() => new PostgresKind().OpenKeys(_place.Url());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _place.DisposeAsync();
    }
}

/// <summary>The objects that keep keys in PostgreSQL.</summary>
public sealed class PostgresObjectsConformance : ObjectStoreConformance
{
    private PostgresPlace _place = null!;

    public override async ValueTask InitializeAsync()
    {
        _place = await PostgresPlace.CreatedAsync();
        await base.InitializeAsync();
    }

    protected override ValueTask<IObjectStore> OpenAsync() => ValueTask.FromResult<IObjectStore>(PostgresObjects.OpenKeys(_place.Url()));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _place.DisposeAsync();
    }
}

/// <summary>The objects that keep keys in DynamoDB.</summary>
public sealed class DynamoDbObjectsConformance : ObjectStoreConformance
{
    private StoreUrl _url = null!;

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        _url = await AwsPlaces.TableAsync((await TestServers.MotoAsync()).Endpoint);
        await base.InitializeAsync();
    }

    protected override ValueTask<IObjectStore> OpenAsync() => ValueTask.FromResult<IObjectStore>(DynamoDbObjects.OpenKeys(_url));
}
