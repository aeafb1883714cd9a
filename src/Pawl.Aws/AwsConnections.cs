using Amazon;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;

namespace Pawl.Aws;

/// <summary>How clients reach a service: bounded in time, retried with jitter, and without looking for what isn't needed.</summary>
internal static class AwsConnections
{
    /// <summary>The time that one answer may take; a call with its retries has <see cref="AwsCalls.Patience"/>.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(20);

    // Four pauses after throttling take 15 seconds at most, so that a call ends by itself and says that the service is busy.
    private const int Retries = 4;
    private static readonly TimeSpan Connect = TimeSpan.FromSeconds(3);

    /// <summary>Sets a client's configuration.</summary>
    public static T To<T>(T config, AwsPlace place, HttpClientFactory connections)
        where T : ClientConfig
    {
        // Without an explicit mode and region the client would ask the machine's metadata service, which few machines have.
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = Retries;
        config.Timeout = Answer;
        config.ConnectTimeout = Connect;
        config.HttpClientCacheSize = 1;
        config.HttpClientFactory = connections;
        if (place.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = place.Region ?? "us-east-1";
        }
        else if (place.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    /// <summary>Who asks: the environment first, then Amazon's default chain.</summary>
    public static AWSCredentials? Credentials()
    {
        if (Has("AWS_ACCESS_KEY_ID") && Has("AWS_SECRET_ACCESS_KEY"))
            return new EnvironmentVariablesAWSCredentials();

        // Roles are assumed with a client that the SDK would look for by reflection, which finds nothing in a trimmed program.
        GlobalRuntimeDependencyRegistry.Instance.RegisterSecurityTokenServiceClient(
            context => new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), context.SecurityTokenServiceClientContextData.Region));
        return null;
    }

    private static bool Has(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
}

/// <summary>Plain connections: a proxy only when the environment names one, since looking for one costs as much as a request.</summary>
/// <param name="around">What stands around the connections.</param>
internal sealed class AwsHttp(Func<HttpMessageHandler, HttpMessageHandler> around) : HttpClientFactory
{
    private static readonly string[] ProxyVariables = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(around(Connections(clientConfig))) { Timeout = clientConfig.Timeout ?? AwsConnections.Answer };

    // Each client has connections of its own, which end with it.
    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;

    private static SocketsHttpHandler Connections(IClientConfig clientConfig) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = clientConfig.ConnectTimeout ?? Timeout.InfiniteTimeSpan,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = Array.Exists(ProxyVariables, name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }),
    };
}
