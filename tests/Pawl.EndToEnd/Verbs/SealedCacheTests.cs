using Pawl.Servers;
using StackExchange.Redis;

namespace Pawl.EndToEnd.Verbs;

/// <summary>What a cache keeps of sealed builds is sealed.</summary>
public sealed class SealedCacheTests : SealingFixture
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cache_answers_with_the_key_and_holds_nothing_in_the_clear()
    {
        Assert.SkipWhen(RedisServer.Availability is not null, RedisServer.Availability ?? "");
        await using var server = await RedisServer.StartAsync(None);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{server.Endpoint},allowAdmin=true");
        await EncryptAsync();
        await InitAsync("web-42");
        await DoneAsync("meta", "set", "web-42", $"note={Secret}");
        await DoneAsync("fail", "web-42", "--error", Secret);
        Variables["PAWL_CACHE"] = $"redis://{server.Endpoint}";
        for (var kept = 0; kept == 0; kept = redis.GetServers()[0].Keys().Count())
        {
            Assert.Contains(Secret, (await PawlAsync("status", "web-42")).Out, StringComparison.Ordinal);
            Assert.Contains(Secret, (await PawlAsync("list")).Out, StringComparison.Ordinal);
        }

        Assert.Contains(Secret, (await PawlAsync("status", "web-42")).Out, StringComparison.Ordinal);
        foreach (var key in redis.GetServers()[0].Keys())
        {
            var content = (byte[]?)await redis.GetDatabase().ExecuteAsync("DUMP", key.ToString());
            Assert.True(content.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Secret)) < 0, $"{key} holds the secret");
        }

        Variables.Remove("PAWL_KEY_FILE");
        var without = await PawlAsync("status", "web-42");
        Assert.Contains("(sealed)", without.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, without.Out, StringComparison.Ordinal);
    }
}
