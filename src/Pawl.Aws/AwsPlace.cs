using Pawl.Stores;

namespace Pawl.Aws;

/// <summary>Where a service is reached: <c>?region=</c> and <c>?endpoint=</c> of a store's URL, and what the environment says.</summary>
/// <param name="Endpoint">A server of one's own, or one that speaks the service's language; null for Amazon's.</param>
/// <param name="Region">The region; null when nothing but the machine itself can tell.</param>
internal sealed record AwsPlace(Uri? Endpoint, string? Region)
{
    public const string EndpointSetting = "endpoint";
    public const string RegionSetting = "region";

    /// <summary>Reads the settings of a URL; the variables are those of Amazon's own tools.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="service">The service's name in <c>AWS_ENDPOINT_URL_</c>….</param>
    /// <exception cref="StoreUrlException">A setting isn't right.</exception>
    public static AwsPlace Read(StoreUrl url, string service)
    {
        var endpoint = url.Setting(EndpointSetting) ?? Variable($"AWS_ENDPOINT_URL_{service}") ?? Variable("AWS_ENDPOINT_URL");
        var region = url.Setting(RegionSetting) ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION");
        if (region is not null && (region.Length is 0 or > 63 || !region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            throw new StoreUrlException(url, $"`{region}` is no region; write for example ?region=eu-central-1");
        return new AwsPlace(endpoint is null ? null : ReadEndpoint(url, endpoint), region);
    }

    private static Uri ReadEndpoint(StoreUrl url, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https" && endpoint.UserInfo.Length == 0
            ? endpoint
            : throw new StoreUrlException(url, "the endpoint must be a URL such as https://s3.example.org, without a password");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
