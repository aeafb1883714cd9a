using ZiggyCreatures.Caching.Fusion;

namespace Pawl.Caching;

/// <summary>How the library is used. What it could do beyond that stays off: old answers in place of errors, work in the background,
/// messages about answers that were only read.</summary>
internal static class CacheOptions
{
    /// <summary>For a read: memory, Redis, the store.</summary>
    public static FusionCacheEntryOptions Reading { get; } = new()
    {
        Duration = CacheLimits.Memory,
        DistributedCacheDuration = CacheLimits.Redis,
        Size = 1,
        IsFailSafeEnabled = false,
        AllowBackgroundDistributedCacheOperations = false,
        AllowBackgroundBackplaneOperations = false,
        ReThrowSerializationExceptions = false,
        SkipBackplaneNotifications = true,
    };

    /// <summary>For a read that memory can't answer.</summary>
    public static FusionCacheEntryOptions ReadingAnew { get; } = Reading.Duplicate().SetSkipMemoryCacheRead(true);

    /// <summary>For a change: everyone is told before the call returns.</summary>
    public static FusionCacheEntryOptions Removing { get; } = Reading.Duplicate().SetSkipBackplaneNotifications(false);

    /// <summary>The settings of one store's cache. Its name is the channel's name too.</summary>
    public static FusionCacheOptions Of(string name) => new()
    {
        CacheName = name,
        DisableTagging = true,
        EnableAutoRecovery = false,
        DistributedCacheKeyModifierMode = CacheKeyModifierMode.None,
        DefaultEntryOptions = Reading,
        PreferSyncSerialization = true,
    };
}
