using Pawl.Caching;
using StackExchange.Redis;
using Xunit;

namespace Pawl.Conformance.Caching;

/// <summary>The connection to a Redis that isn't there.</summary>
public sealed class RedisLinkTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_goes_on_before_it_is_told_that_redis_is_of_no_use_whoever_finds_out_first()
    {
        Assert.True(CacheUrl.TryParse("redis://127.0.0.1:1", out var url, out _));
        var told = new List<string>();
        var wentOnBefore = true;
        RedisLink? link = null;
        void Tell(string text)
        {
            // The first to find out is slow to tell. Who asks meanwhile finds out too, and could end the program.
            wentOnBefore = Task.Run(() => link!.AskAsync(redis => redis.PingAsync()).AsTask(), None).Wait(TimeSpan.FromSeconds(2), None);
            told.Add(text);
        }

        await using (link = new RedisLink(new CacheSettings(url!, null), TimeProvider.System, Tell))
            await Task.Run(() => link.ListenAsync(RedisChannel.Literal("x"), _ => { }).AsTask(), None);
        Assert.False(wentOnBefore);
        Assert.Single(told);
    }
}
