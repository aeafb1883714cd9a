using Pawl.Aws.S3;
using Pawl.Conformance.Servers;
using Pawl.Servers;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Aws;

/// <summary>The object interface on a real server that speaks S3.</summary>
public sealed class S3OnCephObjects : ObjectStoreConformance
{
    private StoreUrl _url = null!;

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(CephServer.Availability);
        _url = await AwsPlaces.PrefixAsync((await TestServers.CephAsync()).Endpoint);
        await base.InitializeAsync();
    }

    protected override ValueTask<IObjectStore> OpenAsync() => ValueTask.FromResult<IObjectStore>(S3Objects.Open(_url));
}

/// <summary>Builds in a real server that speaks S3.</summary>
public sealed class S3OnCephConformance : BuildStoreConformance
{
    private StoreUrl _url = null!;

    public override async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(CephServer.Availability);
        _url = await AwsPlaces.PrefixAsync((await TestServers.CephAsync()).Endpoint);
        await base.InitializeAsync();
    }

    protected override ValueTask<IBuildStore> OpenAsync() => ValueTask.FromResult(AwsPlaces.OpenBuilds(_url));
}
