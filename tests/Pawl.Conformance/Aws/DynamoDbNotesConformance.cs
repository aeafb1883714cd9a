using Pawl.Aws.DynamoDb;
using Pawl.Conformance.Servers;
using Pawl.Servers;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Aws;

/// <summary>Notes beside builds in moto's DynamoDB.</summary>
public sealed class DynamoDbNotesConformance : ObjectStoreConformance
{
    private StoreUrl _url = null!;

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        _url = await AwsPlaces.TableAsync((await TestServers.MotoAsync()).Endpoint);
        await base.InitializeAsync();
    }

    protected override ValueTask<IObjectStore> OpenAsync() => ValueTask.FromResult<IObjectStore>(DynamoDbObjects.OpenNotes(_url));
}
