using Pawl.Conformance.Servers;
using Pawl.Servers;
using Pawl.Stores;

namespace Pawl.Conformance.Aws;

/// <summary>Builds in moto's DynamoDB.</summary>
public sealed class DynamoDbConformance : BuildStoreConformance
{
    private StoreUrl _url = null!;

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        _url = await AwsPlaces.TableAsync((await TestServers.MotoAsync()).Endpoint);
        await base.InitializeAsync();
    }

    protected override ValueTask<IBuildStore> OpenAsync() => ValueTask.FromResult(AwsPlaces.OpenBuilds(_url));
}
