using Pawl.Conformance.InMemory;
using Pawl.Builds;
using Pawl.Caching;
using Pawl.Stores;

namespace Pawl.Conformance.Caching;

/// <summary>One store in memory, which is always right, and any number of processes that look at it through caches of their own over one
/// Redis. Counts how often the store is asked.</summary>
internal sealed class CachedWorld(int port) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _opened = [];
    private readonly string _identity = $"{Guid.NewGuid():N}";

    public InMemoryBuilds Builds { get; } = new();

    public List<string> Warnings { get; } = [];

    public string? Password { get; init; }

    /// <summary>Longer than usual: what a test waits for must not depend on how busy the machine is.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a cache asked the store for a build or a list.</summary>
    public int Asked { get; set; }

    /// <summary>Done by the store after it has read an answer, before the cache gets it.</summary>
    public Func<Task> AfterRead { get; set; } = () => Task.CompletedTask;

    public CacheUrl Url => CacheUrl.TryParse($"redis://127.0.0.1:{port}?prefix={_identity}", out var url, out _) ? url : throw new InvalidOperationException();

    /// <summary>All keys of this world begin with it.</summary>
    public string Prefix => _identity;

    /// <summary>A process that changes builds, and tells the cache.</summary>
    public IBuildStore Writer() => Opened(InvalidatingBuildStore.Over(new InMemoryBuildStore(Builds), NewCache()));

    /// <summary>A process that looks at builds through the cache.</summary>
    public Watching Reader() => Reader(port);

    /// <summary>The same, with Redis at another port.</summary>
    public Watching Reader(int there)
    {
        var cache = NewCache(there);
        var store = new WatchedStore(new InMemoryBuildStore(Builds), this);
        return new Watching(Opened(new CachedBuildReader(Log(store), cache, new WarningCount(Surroundings.Context))), cache);
    }

    /// <summary>A process that knows nothing of a cache.</summary>
    public IBuildStore Plain() => new InMemoryBuildStore(Builds);

    public static BuildLog Log(IBuildStore store) => new(store, TimeProvider.System, new Worker("me@here"));

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _opened)
            await one.DisposeAsync();
    }

    /// <summary>The cache of a process that looks at nothing.</summary>
    public BuildCache NewCache() => NewCache(port);

    private BuildCache NewCache(int there) => new(new CacheSettings(Url with { Port = there }, Password) { Patience = Patience }, _identity, new StoreContext(TimeProvider.System, Warn));

    private void Warn(string text)
    {
        lock (Warnings)
            Warnings.Add(text);
    }

    private T Opened<T>(T one)
        where T : IAsyncDisposable
    {
        _opened.Add(one);
        return one;
    }
}

/// <summary>A reader, and the cache behind it.</summary>
internal sealed record Watching(IBuildReader Reader, BuildCache Cache)
{
    /// <summary>Done once this process has heard of the build's next change by another one.</summary>
    public Task HearsOf(BuildId id)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cache.Forgotten += forgotten =>
        {
            if (forgotten == id)
                heard.TrySetResult();
        };
        return heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}

/// <summary>A store that tells when it is asked.</summary>
internal sealed class WatchedStore(IBuildStore store, CachedWorld world) : IBuildStore
{
    public string Location => store.Location;

    public async ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken)
    {
        world.Asked++;
        var build = await store.LoadAsync(id, cancellationToken);
        await world.AfterRead();
        return build;
    }

    public ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken) => store.AppendAsync(change, cancellationToken);

    public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
        store.ReadHistoryAsync(id, after, cancellationToken);

    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
        store.RenewLeaseAsync(id, token, until, cancellationToken);

    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken)
    {
        world.Asked++;
        return store.ListAsync(query, cancellationToken);
    }

    public ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken) => store.EraseAsync(id, version, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
