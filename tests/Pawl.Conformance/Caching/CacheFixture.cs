using Pawl.Builds;
using Pawl.Caching;
using Pawl.Conformance.Servers;
using Pawl.Servers;
using Pawl.Stores;
using StackExchange.Redis;
using Xunit;

namespace Pawl.Conformance.Caching;

/// <summary>A real Redis, a connection to look into it, and a world on it.</summary>
public abstract class CacheFixture : IAsyncLifetime
{
    private protected static readonly BuildId Id = BuildId.Parse("web-42");

    private static readonly BuildId Other = BuildId.Parse("another-build");

    private BuildCache _herald = null!;

    private protected CachedWorld World { get; private set; } = null!;

    private protected IConnectionMultiplexer Redis { get; private set; } = null!;

    private protected RedisServer Server { get; private set; } = null!;

    protected static CancellationToken None => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        ServersAnswer.SkipWithout(RedisServer.Availability);
        Server = await StartAsync();
        Redis = await ConnectionMultiplexer.ConnectAsync($"{Server.Endpoint},allowAdmin=true,abortConnect=false");
        World = new CachedWorld(Server.Port);
        _herald = World.NewCache();
        await CreateAsync(Id);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _herald.DisposeAsync();
        await World.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private protected virtual Task<RedisServer> StartAsync() => TestServers.RedisAsync();

    private protected async Task CreateAsync(BuildId id) =>
        await ChangeAsync(World.Plain(), id, change => change.Create(Label.Parse("aws"), Label.Parse("rhel8"), StandardStates.Plan, PipelineReference.None));

    private protected static async Task<BuildState> ChangeAsync(IBuildStore store, BuildId id, Func<Change, Change> decide) =>
        await CachedWorld.Log(store).ChangeRepeatedlyAsync(id, decide, CancellationToken.None);

    /// <summary>The build goes one state forward.</summary>
    private protected static Task<BuildState> SucceedAsync(IBuildStore store) => ChangeAsync(store, Id, change => change.Succeed(change.After.Current));

    private protected static async Task<int> StateAsync(Watching watching) => (await watching.Reader.ReadAsync(Id, None)).Current.Value;

    private protected static async Task<int> ListedAsync(Watching watching) =>
        (await watching.Reader.ListAsync(new BuildQuery { Limit = 50 }, None).SingleAsync(None)).Current.Value;

    /// <summary>The first answer, which is kept from here on, and the connection for messages with it.</summary>
    private protected async Task WarmAsync(Watching watching)
    {
        var heard = watching.HearsOf(Other);
        await StateAsync(watching);
        Assert.NotEmpty(Keys());
        while (!heard.IsCompleted)
        {
            await _herald.ForgetAsync(Other);
            await Task.WhenAny(heard, Task.Delay(10, None));
        }
    }

    private protected IEnumerable<RedisKey> Keys() => Redis.GetServers()[0].Keys(pattern: $"{World.Prefix}*");
}
