namespace Pawl.Caching;

/// <summary>Which Redis is the cache, and how to log in there.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Password">Its password; null when it wants none. Never printed.</param>
public sealed record CacheSettings(CacheUrl Url, string? Password)
{
    /// <summary>How long Redis may take for one answer, the connection included.</summary>
    public TimeSpan Patience { get; init; } = CacheLimits.Patience;

    /// <inheritdoc/>
    public override string ToString() => Url.ToString();
}
