using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pawl.Builds;
using Pawl.Caching;
using Pawl.Servers;
using Pawl.Servers.Faults;
using StackExchange.Redis;
using Xunit;

namespace Pawl.Conformance.Caching;

/// <summary>Whatever Redis does, answers come, and they are right.</summary>
public sealed class CacheTroubleTests : CacheFixture
{
    [Fact]
    public async Task Redis_that_dies_and_comes_back_empty_makes_no_answer_wrong_and_no_call_fail()
    {
        var (writer, reader) = (World.Writer(), World.Reader());
        await WarmAsync(reader);
        using var end = new CancellationTokenSource();
        var changes = new List<(long At, long Version)>();
        var writing = WriteAsync();
        var reading = Task.WhenAll(ReadAsync(reader), ReadAsync(World.Reader()));
        for (var i = 0; i < 3; i++)
        {
            await MoreChangesAsync();
            await Server.GoDownAsync();
            await MoreChangesAsync();
            await Server.ComeBackAsync(None);
        }

        await end.CancelAsync();
        await writing;
        Assert.True(await reading.WaitAsync(TimeSpan.FromSeconds(30), None) is [> 50, > 50]);
        Assert.InRange(World.Warnings.Count, 1, 3);

        async Task MoreChangesAsync()
        {
            for (var until = Count() + 50; Count() < until;)
                await Task.Delay(5, None);
        }

        int Count()
        {
            lock (changes)
                return changes.Count;
        }

        async Task WriteAsync()
        {
            while (!end.IsCancellationRequested)
            {
                var after = await ChangeAsync(writer, Id, change => change.SetMetadata("n", $"{Guid.NewGuid():N}"));
                lock (changes)
                    changes.Add((Stopwatch.GetTimestamp(), after.Version.Value));
                await Task.Delay(5, None);
            }
        }

        async Task<int> ReadAsync(Watching one)
        {
            var count = 0;
            for (; !end.IsCancellationRequested; count++)
            {
                var before = Stopwatch.GetTimestamp();
                var version = (await one.Reader.ReadAsync(Id, None)).Version.Value;
                lock (changes)
                {
                    var due = changes.LastOrDefault(change => Stopwatch.GetElapsedTime(change.At, before) > CacheLimits.Staleness).Version;
                    Assert.InRange(version, due, long.MaxValue);
                }
            }

            return count;
        }
    }

    [Fact]
    public async Task Keys_that_hold_garbage_or_another_kind_of_value_are_passed_over_and_mended()
    {
        var reader = World.Reader();
        await WarmAsync(reader);
        await ListedAsync(reader);
        var redis = Redis.GetDatabase();
        var keys = Keys().ToList();
        Assert.Equal(2, keys.Count);
        foreach (var spoil in Spoiling())
        {
            foreach (var key in keys)
            {
                var fields = await redis.HashKeysAsync(key);
                await spoil(redis, key, fields);
            }

            var fresh = World.Reader();
            Assert.Equal((0, 0), (await StateAsync(fresh), await ListedAsync(fresh)));
            var (writer, other) = (World.Writer(), World.Reader());
            await ChangeAsync(writer, Id, change => change.SetMetadata("n", "1"));
            Assert.Equal("1", (await other.Reader.ReadAsync(Id, None)).Metadata["n"]);
            await ListedAsync(other);
            Assert.All(keys, key => Assert.Equal(RedisType.Hash, redis.KeyType(key)));
        }
    }

    private static IEnumerable<Func<IDatabase, RedisKey, RedisValue[], Task>> Spoiling()
    {
        yield return async (redis, key, _) =>
        {
            await redis.KeyDeleteAsync(key);
            await redis.ListRightPushAsync(key, "x");
        };
        yield return (redis, key, _) => redis.StringSetAsync(key, "x");
        yield return (redis, key, _) => redis.HashSetAsync(key, "g", "short");
        foreach (var garbage in new[] { "", "x", "B\0\0\0\0{}", "B\uffff\uffff{", "F\0\0\0\0{\"builds\":[1]}", "F\0\0\0\0[]", new string('z', 100_000), new string('z', 2_000_000) })
        {
            yield return async (redis, key, fields) =>
            {
                foreach (var field in fields.Append("state"))
                    await redis.HashSetAsync(key, field, garbage);
            };
        }
    }

    [Fact]
    public async Task An_answer_about_another_build_is_not_taken()
    {
        var other = BuildId.Parse("other-1");
        await CreateAsync(other);
        await WarmAsync(World.Reader());
        await StateAsync(World.Reader());
        var redis = Redis.GetDatabase();
        var key = Keys().Single().ToString();
        var foreign = key.Replace(Id.Value, other.Value, StringComparison.Ordinal);
        await redis.HashSetAsync(foreign, await redis.HashGetAllAsync(key));
        Assert.Equal(other, (await World.Reader().Reader.ReadAsync(other, None)).Id);
    }

    [Fact]
    public async Task An_answer_that_someone_made_stay_is_not_taken()
    {
        await WarmAsync(World.Reader());
        await StateAsync(World.Reader());
        await Redis.GetDatabase().KeyPersistAsync(Keys().Single());
        World.Asked = 0;
        await SucceedAsync(World.Plain());
        Assert.Equal((5, 1), (await StateAsync(World.Reader()), World.Asked));
    }

    [Fact]
    public async Task A_full_Redis_keeps_nothing_and_forgets_what_it_must()
    {
        var (writer, reader) = (World.Writer(), World.Reader());
        await WarmAsync(reader);
        var admin = Redis.GetServers()[0];
        await admin.ConfigSetAsync("maxmemory", "1");
        try
        {
            for (var state = 5; state <= 20; state += 5)
            {
                var heard = reader.HearsOf(Id);
                await SucceedAsync(writer);
                await heard;
                Assert.Equal((state, state), (await StateAsync(reader), await StateAsync(World.Reader())));
            }
        }
        finally
        {
            await admin.ConfigSetAsync("maxmemory", "0");
        }
    }

    [Fact]
    public async Task A_Redis_that_wants_another_password_is_told_of_once_and_the_store_answers()
    {
        await Redis.GetServers()[0].ConfigSetAsync("requirepass", "right-horse-battery");
        await using var wrong = new CachedWorld(Server.Port) { Password = "wrong-horse-battery" };
        await ChangeAsync(wrong.Writer(), Id, change => change.Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None));
        var reader = wrong.Reader();
        for (var i = 0; i < 3; i++)
            Assert.Equal(0, await StateAsync(reader));
        Assert.InRange(wrong.Warnings.Count, 1, 2);
        Assert.All(wrong.Warnings, warning => Assert.DoesNotContain("horse", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Redis_that_hangs_costs_its_patience_once_and_then_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var world = new CachedWorld(((IPEndPoint)silent.LocalEndpoint).Port) { Patience = CacheLimits.Patience };
        var writer = world.Writer();
        var watch = Stopwatch.StartNew();
        await ChangeAsync(writer, Id, change => change.Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None));
        Assert.Single(world.Warnings);
        Assert.InRange(watch.Elapsed, CacheLimits.Patience * 0.9, TimeSpan.FromSeconds(10));
        watch.Restart();
        await SucceedAsync(writer);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, CacheLimits.Patience);
    }

    [Fact]
    public async Task Who_made_a_change_that_Redis_was_not_told_of_sees_it_all_the_same()
    {
        await using var proxy = TcpFaultProxy.Start(Server.Port, FaultPlan.Quiet<TcpFault>());
        var reader = World.Reader(proxy.Port);
        var writer = InvalidatingBuildStore.Over(World.Plain(), reader.Cache);
        await WarmAsync(reader);
        await WarmAsync(World.Reader());
        await proxy.GoDownAsync();
        await SucceedAsync(writer);
        proxy.ComeBack();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < CacheLimits.Staleness; await Task.Delay(20, None))
            Assert.Equal(5, await StateAsync(reader));
    }

    [Fact]
    public async Task A_message_of_anything_is_passed_over()
    {
        var (writer, reader) = (World.Writer(), World.Reader());
        await WarmAsync(reader);
        var channel = (await Redis.GetServers()[0].SubscriptionChannelsAsync(RedisChannel.Pattern($"*{World.Prefix}*"))).Single();
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var message = new byte[random.Next(0, 200)];
            random.NextBytes(message);
            await Redis.GetSubscriber().PublishAsync(RedisChannel.Literal(channel.ToString()), message);
        }

        await StateAsync(reader);
        var heard = reader.HearsOf(Id);
        await SucceedAsync(writer);
        await heard;
        Assert.Equal(5, await StateAsync(reader));
    }

    [Fact]
    public async Task Who_doesn_t_tell_the_cache_is_seen_within_the_bound()
    {
        var reader = World.Reader();
        await WarmAsync(reader);
        await SucceedAsync(World.Plain());
        var watch = Stopwatch.StartNew();
        while (await StateAsync(reader) == 0)
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, CacheLimits.Staleness + TimeSpan.FromSeconds(2));
    }

    // Its own server: it goes down, is full and gets a password.
    private protected override async Task<RedisServer> StartAsync() => await RedisServer.StartAsync(None);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
    }
}
