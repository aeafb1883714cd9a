using Pawl.Stores;

namespace Pawl.Aws.S3;

/// <summary>What a URL <c>s3://BUCKET[/PREFIX][?endpoint=URL][&amp;region=R]</c> names.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What the keys begin with: empty, or ending in a slash.</param>
/// <param name="At">Where the service is.</param>
internal sealed record S3Place(string Bucket, string Prefix, AwsPlace At)
{
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and object-keys.html
    private const int ShortestBucket = 3, LongestBucket = 63, LongestPrefix = 512;

    /// <summary>True for Google Cloud Storage, whose conditions have names of their own.</summary>
    public bool IsGoogle => At.Endpoint?.Host is { } host
        && (host == "storage.googleapis.com" || host.EndsWith(".storage.googleapis.com", StringComparison.Ordinal));

    /// <summary>Reads a URL.</summary>
    /// <exception cref="StoreUrlException">It isn't right.</exception>
    public static S3Place Read(StoreUrl url)
    {
        url.RequireSettings(AwsPlace.EndpointSetting, AwsPlace.RegionSetting);
        var prefix = string.Concat(url.Segments.Select(segment => segment + '/'));
        if (!IsBucket(url.Authority))
            throw new StoreUrlException(url, "the bucket's name must have 3 to 63 small letters, digits, dots and dashes: s3://BUCKET[/PREFIX]");
        if (prefix.Length > LongestPrefix || url.Segments.Any(segment => segment is "." or ".."))
            throw new StoreUrlException(url, $"the prefix must be {LongestPrefix} characters at most, without . and ..");
        return new S3Place(url.Authority, prefix, AwsPlace.Read(url, "S3"));
    }

    private static bool IsBucket(string name) =>
        name.Length is >= ShortestBucket and <= LongestBucket
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);
}
