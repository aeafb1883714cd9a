using Pawl.Caching;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Cli.Stores;

/// <summary>Where the cache is, from what the user says; nowhere, unless the user says something.</summary>
internal abstract record CachePlace
{
    /// <summary>The variable that names the cache.</summary>
    public const string Variable = "PAWL_CACHE";

    private const string PasswordVariable = "PAWL_CACHE_PASSWORD";

    private CachePlace()
    {
    }

    /// <summary>How a program that is started from here is told of the cache.</summary>
    public abstract string Text { get; }

    /// <summary>The cache named by <c>--cache</c>, else by <c>PAWL_CACHE</c>.</summary>
    /// <exception cref="UsageException">It isn't named as a cache is.</exception>
    public static CachePlace Of(string? option)
    {
        var named = option ?? Environment.GetEnvironmentVariable(Variable);
        if (named is not { Length: > 0 })
            return new Nowhere();
        return CacheUrl.TryParse(named, out var url, out var complaint)
            ? new Redis(url)
            : throw new UsageException($"--cache: {complaint}");
    }

    /// <summary>Opens a store whose changes the cache is told of.</summary>
    public abstract IBuildStore Open(StorePlace place, StoreContext context);

    /// <summary>Opens a store to look at builds. What a cache keeps of sealed ones stays sealed.</summary>
    public abstract IBuildReader OpenReader(StorePlace place, StoreContext context, Func<IBuildStore, BuildLog> log, SealKeys keys);

    private sealed record Nowhere : CachePlace
    {
        public override string Text => "";

        public override IBuildStore Open(StorePlace place, StoreContext context) => place.Kind.Open(place.Url, context);

        public override IBuildReader OpenReader(StorePlace place, StoreContext context, Func<IBuildStore, BuildLog> log, SealKeys keys) =>
            new StoreReader(log(SealedBuildStore.Over(place.Kind.Open(place.Url, context), keys, SealedView.Clear)));
    }

    private sealed record Redis(CacheUrl Url) : CachePlace
    {
        public override string Text => Url.ToString();

        public override IBuildStore Open(StorePlace place, StoreContext context) =>
            CachedStore.Open(place.Kind, place.Url, Settings, context);

        public override IBuildReader OpenReader(StorePlace place, StoreContext context, Func<IBuildStore, BuildLog> log, SealKeys keys) =>
            new SealedReader(CachedStore.OpenReader(place.Kind, place.Url, Settings, context, log), keys);

        private CacheSettings Settings => new(Url, Environment.GetEnvironmentVariable(PasswordVariable));
    }
}
