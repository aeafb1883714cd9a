using Pawl.Servers;
using StackExchange.Redis;

namespace Pawl.EndToEnd.Verbs;

/// <summary>The cache, as the program uses it.</summary>
public sealed class CacheTests : CommandFixture
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cache_that_is_not_named_as_one_is_wrong_use()
    {
        await InitAsync("web-42");
        (await PawlAsync("status", "web-42", "--cache", "s3://bucket")).IsRefused(2, "--cache", "redis://");
        Variables["PAWL_CACHE"] = "redis://:horse-battery@127.0.0.1";
        var refused = await PawlAsync("status", "web-42");
        refused.IsRefused(2, "it has a password in it");
        Assert.DoesNotContain("horse", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_is_not_there_costs_one_line_and_no_answer()
    {
        await InitAsync("web-42");
        Variables["PAWL_CACHE"] = "redis://127.0.0.1:1";
        foreach (var (verb, part) in new[] { ("succeed web-42", "state 5"), ("status web-42", "Kickstart"), ("list", "web-42") })
        {
            var answer = await PawlAsync(verb.Split(' '));
            Assert.Equal(0, answer.Code);
            Assert.Contains(part, answer.Out, StringComparison.Ordinal);
            Assert.Equal(1, answer.Error.Count(c => c == '\n'));
            Assert.StartsWith("pawl: the cache redis://127.0.0.1:1/0?prefix=pawl is of no use now: ", answer.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_scripts_decide_on_is_the_store_s_word_and_what_the_cache_holds_is_no_secret()
    {
        Assert.SkipWhen(RedisServer.Availability is not null, RedisServer.Availability ?? "");
        await using var server = await RedisServer.StartAsync(None);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{server.Endpoint},allowAdmin=true");
        await redis.GetServers()[0].ConfigSetAsync("requirepass", "horse-battery");
        await InitAsync("web-42");
        Assert.Equal(0, (await PawlAsync("meta", "set", "web-42", "ami=old", "db_password=correct-staple")).Code);
        var cache = $"redis://{server.Endpoint}";
        Variables["PAWL_CACHE_PASSWORD"] = "horse-battery";
        await FillAsync();

        foreach (var change in new[] { "meta set web-42 ami=new", "token set web-42 t-1", "start web-42", "fail web-42 --error broken" })
            await DoneAsync(change.Split(' '));
        await StayAsync();
        foreach (var (verb, code, part) in new[] { ("meta get web-42 ami", 0, "new"), ("token get web-42", 0, "t-1"), ("retries web-42", 0, "1"), ("check web-42", 5, "failed") })
        {
            var answer = await PawlAsync([.. verb.Split(' '), "--cache", cache]);
            Assert.Equal(code, answer.Code);
            // On a machine that is very busy the cache may not answer in time, which is said, and changes nothing.
            if (answer.Error.Length > 0)
                Assert.StartsWith("pawl: the cache ", answer.Error, StringComparison.Ordinal);
            Assert.Contains(part, answer.Out, StringComparison.Ordinal);
        }

        // The first answer comes in time when the machine isn't too busy.
        async Task FillAsync()
        {
            while (!Keys().Any())
                Assert.Equal(0, (await PawlAsync("status", "web-42", "--cache", cache)).Code);
            foreach (var key in Keys())
            {
                foreach (var field in await redis.GetDatabase().HashGetAllAsync(key))
                    Assert.DoesNotContain("staple", $"{field.Value}", StringComparison.Ordinal);
            }
        }

        async Task StayAsync()
        {
            foreach (var key in Keys())
                await redis.GetDatabase().KeyExpireAsync(key, TimeSpan.FromSeconds(5));
        }

        IEnumerable<RedisKey> Keys() => redis.GetServers()[0].Keys(pattern: "pawl:1:*:build:web-42");
    }
}
