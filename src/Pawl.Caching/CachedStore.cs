using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>Opens stores with a cache, which is let go with them.</summary>
public static class CachedStore
{
    /// <summary>Opens a store whose changes the cache is told of.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static IBuildStore Open(StoreKind kind, StoreUrl url, CacheSettings settings, StoreContext context)
    {
        var store = kind.Open(url, context);
        return StoreIdentity.Of(url, store.Location) is { } identity
            ? InvalidatingBuildStore.Over(store, new BuildCache(settings, identity, context))
            : store;
    }

    /// <summary>Opens a store to look at builds through the cache.</summary>
    /// <param name="kind">The store's kind.</param>
    /// <param name="url">The store's URL.</param>
    /// <param name="settings">The cache.</param>
    /// <param name="context">The world around both.</param>
    /// <param name="log">Makes a hand on the store.</param>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static IBuildReader OpenReader(StoreKind kind, StoreUrl url, CacheSettings settings, StoreContext context, Func<IBuildStore, BuildLog> log)
    {
        var warnings = new WarningCount(context);
        var store = kind.Open(url, warnings.Context);
        return StoreIdentity.Of(url, store.Location) is { } identity
            ? new CachedBuildReader(log(store), new BuildCache(settings, identity, context), warnings)
            : new StoreReader(log(store));
    }
}
