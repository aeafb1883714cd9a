using Pawl.Aws.DynamoDb;
using Pawl.Aws.S3;
using Pawl.Servers;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Aws;

/// <summary>Buckets, prefixes and tables of a test's own, on the shared servers.</summary>
internal static class AwsPlaces
{
    // Credentials come from the environment alone. Ceph knows these; moto takes any.
    static AwsPlaces()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", CephServer.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", CephServer.SecretKey);
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
    }

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public static StoreUrl Url(string text) => StoreUrl.TryParse(text, out var url, out var complaint) ? url : throw new FormatException(complaint);

    /// <summary>A prefix that nobody else uses, in a bucket that is there.</summary>
    public static async Task<StoreUrl> PrefixAsync(Uri endpoint)
    {
        var url = Url($"s3://builds/{Guid.NewGuid():N}?endpoint={endpoint}");
        await new S3Kind().CreateAsync(url, Surroundings.Context, None);
        return url;
    }

    /// <summary>A new table.</summary>
    public static async Task<StoreUrl> TableAsync(Uri endpoint)
    {
        var url = Url($"dynamodb://builds-{Guid.NewGuid():N}?endpoint={endpoint}");
        await new DynamoDbKind().CreateAsync(url, Surroundings.Context, None);
        return url;
    }

    /// <summary>The same place, reached another way.</summary>
    public static StoreUrl Through(this StoreUrl url, Uri endpoint) => url with { Settings = url.Settings.SetItem("endpoint", endpoint.ToString()) };

    public static IBuildStore OpenBuilds(StoreUrl url) => url.Scheme == "s3"
        ? new ObjectBuildStore(S3Objects.Open(url), Surroundings.Context)
        : DynamoDbStore.Open(url, Surroundings.Context);
}
