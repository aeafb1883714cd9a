using Pawl.Caching;
using Xunit;

namespace Pawl.Conformance.Caching;

/// <summary>A cache's URL is read once, and says what is wrong with it.</summary>
public sealed class CacheUrlTests
{
    [Theory]
    [InlineData("redis://cache", "redis://cache:6379/0?prefix=pawl")]
    [InlineData("redis://127.0.0.1:7000/3?prefix=team:a", "redis://127.0.0.1:7000/3?prefix=team%3Aa")]
    [InlineData("REDIS://[::1]:7000/", "redis://[::1]:7000/0?prefix=pawl")]
    [InlineData("rediss://worker@cache.example.org", "rediss://worker@cache.example.org:6379/0?prefix=pawl")]
    public void A_good_one_is_read_and_written_whole(string text, string whole)
    {
        Assert.True(CacheUrl.TryParse(text, out var url, out _));
        Assert.Equal(whole, url.ToString());
        Assert.True(CacheUrl.TryParse(whole, out var again, out _));
        Assert.Equal(url, again);
    }

    [Theory]
    [InlineData("cache:6379", "begin with")]
    [InlineData("s3://bucket", "no such kind of cache")]
    [InlineData("redis://", "needs a host")]
    [InlineData("redis://cache:0", "a port from 1")]
    [InlineData("redis://cache:70000", "a port from 1")]
    [InlineData("redis://cache:x", "a port from 1")]
    [InlineData("redis://cache/x", "number of a database")]
    [InlineData("redis://cache/1/2", "number of a database")]
    [InlineData("redis://cache/-1", "number of a database")]
    [InlineData("redis://cache?ttl=5", "no setting `ttl`")]
    [InlineData("redis://cache?prefix=a%20b", "prefix must be")]
    [InlineData("redis://user:horse@cache", "password in it")]
    [InlineData("redis://:horse@cache", "password in it")]
    public void A_wrong_one_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(CacheUrl.TryParse(text, out _, out var complaint));
        Assert.Contains(reason, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_as_text_tell_no_password() =>
        Assert.DoesNotContain("horse", $"{new CacheSettings(new CacheUrl("cache", 6379, 0, "pawl", "", CacheChannel.Plain), "horse")}", StringComparison.Ordinal);
}
