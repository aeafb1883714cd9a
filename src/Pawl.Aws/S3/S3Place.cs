using Pawl.Stores;

namespace Pawl.Aws.S3;

/// <summary>What a URL <c>s3://BUCKET[/PREFIX][?endpoint=URL][&amp;region=R][&amp;dialect=google]</c> names.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What the keys begin with: empty, or ending in a slash.</param>
/// <param name="At">Where the service is.</param>
/// <param name="Dialect">How it words conditions.</param>
internal sealed record S3Place(string Bucket, string Prefix, AwsPlace At, S3Dialect Dialect)
{
    private const string DialectSetting = "dialect", Google = "google";

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and object-keys.html
    private const int ShortestBucket = 3, LongestBucket = 63, LongestPrefix = 512;

    /// <summary>Reads a URL.</summary>
    /// <exception cref="StoreUrlException">It isn't right.</exception>
    public static S3Place Read(StoreUrl url)
    {
        url.RequireSettings(AwsPlace.EndpointSetting, AwsPlace.RegionSetting, DialectSetting);
        var prefix = string.Concat(url.Segments.Select(segment => segment + '/'));
        if (!IsBucket(url.Authority))
            throw new StoreUrlException(url, "the bucket's name must have 3 to 63 small letters, digits, dots and dashes: s3://BUCKET[/PREFIX]");
        if (prefix.Length > LongestPrefix || url.Segments.Any(segment => segment is "." or ".."))
            throw new StoreUrlException(url, $"the prefix must be {LongestPrefix} characters at most, without . and ..");
        var at = AwsPlace.Read(url, "S3");
        return new S3Place(url.Authority, prefix, at, Read(url, at.Endpoint));
    }

    private static S3Dialect Read(StoreUrl url, Uri? endpoint) => url.Setting(DialectSetting) switch
    {
        null => endpoint?.Host.EndsWith(".googleapis.com", StringComparison.Ordinal) == true ? S3Dialect.Google : S3Dialect.Amazon,
        Google => S3Dialect.Google,
        _ => throw new StoreUrlException(url, $"the only dialect is `{Google}`; leave it out for all others"),
    };

    private static bool IsBucket(string name) =>
        name.Length is >= ShortestBucket and <= LongestBucket
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);
}

/// <summary>How a server words conditions.</summary>
internal enum S3Dialect
{
    /// <summary>As Amazon does, and Ceph.</summary>
    Amazon,

    /// <summary>As Google Cloud Storage does: by generations.</summary>
    Google,
}
