namespace Pawl.Caching;

/// <summary>Which Redis is the cache, and how to log in there.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Password">Its password; null when it wants none. Never printed.</param>
public sealed record CacheSettings(CacheUrl Url, string? Password)
{
    /// <inheritdoc/>
    public override string ToString() => Url.ToString();
}
