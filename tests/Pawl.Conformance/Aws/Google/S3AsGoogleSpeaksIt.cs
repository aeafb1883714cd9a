using Pawl.Aws.S3;
using Pawl.Servers;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Aws.Google;

/// <summary>The object interface on what stands in for Google Cloud Storage.</summary>
public sealed class S3AsGoogleSpeaksItObjects : ObjectStoreConformance
{
    private GoogleStorage _google = null!;

    public override async ValueTask InitializeAsync()
    {
        _google = await GoogleStorage.StartAsync(CephServer.AccessKey, CephServer.SecretKey);
        await base.InitializeAsync();
    }

    protected override ValueTask<IObjectStore> OpenAsync() => ValueTask.FromResult<IObjectStore>(
        S3Objects.Open(AwsPlaces.Url($"s3://builds/some/prefix?endpoint={_google.Endpoint}&dialect=google")));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Assert.Empty(_google.Refused);
        await _google.DisposeAsync();
    }
}

/// <summary>Builds in it.</summary>
public sealed class S3AsGoogleSpeaksItConformance : BuildStoreConformance
{
    private GoogleStorage _google = null!;

    public override async ValueTask InitializeAsync()
    {
        _google = await GoogleStorage.StartAsync(CephServer.AccessKey, CephServer.SecretKey);
        await base.InitializeAsync();
    }

    protected override ValueTask<IBuildStore> OpenAsync() =>
        ValueTask.FromResult(AwsPlaces.OpenBuilds(AwsPlaces.Url($"s3://builds?endpoint={_google.Endpoint}&dialect=google")));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Assert.Empty(_google.Refused);
        await _google.DisposeAsync();
    }
}
