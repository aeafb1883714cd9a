using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Pawl.Builds;
using Pawl.Stores;
using ZiggyCreatures.Caching.Fusion;

namespace Pawl.Caching;

/// <summary>Answers of one store: in this process's memory, then in Redis, with messages to the other processes when something changed.
/// Redis may be away, slow or full of anything: then the store is asked, and nothing fails.</summary>
public sealed class BuildCache : IAsyncDisposable
{
    // The format of what stands in Redis: another one doesn't read this one's keys.
    private const int Format = 1;
    private const int Tries = 3;

    private readonly Epochs _epochs = new();
    private readonly RedisLink _link;
    private readonly RedisLevel _level;
    private readonly MemoryCache _memory = new(new MemoryCacheOptions { SizeLimit = CacheLimits.MostInMemory });
    private readonly FusionCache _cache;
    private readonly TimeProvider _time;

    /// <summary>Prepares the cache of a store; nothing is connected before the first answer is asked for or removed, but for the messages.</summary>
    /// <param name="settings">Which Redis.</param>
    /// <param name="identity">Which store, see <see cref="StoreIdentity"/>: processes with the same identity share answers.</param>
    /// <param name="context">The clock, and who is told, once, that Redis is of no use.</param>
    public BuildCache(CacheSettings settings, string identity, StoreContext context)
    {
        _time = context.Time;
        _link = new RedisLink(settings, _time, context.Warn);
        var prefix = $"{settings.Url.Prefix}:{Format}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16))}";
        _level = new RedisLevel(_link, prefix, _epochs, _time);
        _cache = new FusionCache(CacheOptions.Of(prefix), _memory);
        _cache.SetupDistributedCache(_level, new AnswerSerializer());
        _cache.SetupBackplane(new RedisBackplane(_link, Changed));
    }

    /// <summary>Told of each build's change that another process made, once its answers are not given any more.</summary>
    public event Action<BuildId>? Forgotten;

    /// <summary>Forgets what is known of a build, and all lists, here, in Redis and in all processes. Never fails: what doesn't get through
    /// is gone after <see cref="CacheLimits.Staleness"/>.</summary>
    public async ValueTask ForgetAsync(BuildId id)
    {
        await Task.WhenAll(RemoveAsync(CacheKey.Of(id)), RemoveAsync(CacheKey.Fleet)).ConfigureAwait(false);

        async Task RemoveAsync(CacheKey key)
        {
            await _cache.RemoveAsync(key.ToString(), CacheOptions.Removing, CancellationToken.None).ConfigureAwait(false);
            _epochs.Raise(key);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _cache.Dispose();
        _memory.Dispose();
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>An answer that is known, or that the store gives now.</summary>
    internal async ValueTask<CachedAnswer> ReadAsync(CacheKey key, Func<CancellationToken, ValueTask<CachedAnswer>> load, CancellationToken cancellationToken)
    {
        var options = CacheOptions.Reading;
        for (var left = Tries; left > 0; left--)
        {
            var epoch = _epochs.Of(key);
            var answer = await _cache.GetOrSetAsync<CachedAnswer>(key.ToString(), LoadAsync, options: options, token: cancellationToken).ConfigureAwait(false);
            if (answer.Origin.Epoch >= epoch && _time.GetElapsedTime(answer.Origin.Since) <= CacheLimits.Memory)
                return answer;
            options = CacheOptions.ReadingAnew;
        }

        // Changes come faster than answers.
        return await load(cancellationToken).ConfigureAwait(false);

        async Task<CachedAnswer> LoadAsync(FusionCacheFactoryExecutionContext<CachedAnswer> context, CancellationToken token)
        {
            var epoch = _epochs.Of(key);
            var generation = await _level.EnterAsync(key).ConfigureAwait(false);
            var answer = await load(token).ConfigureAwait(false);
            if (generation is null)
                context.Options.SetSkipDistributedCacheWrite(true, true);
            if (!answer.MayBeKept)
                context.Options.SetSkipMemoryCacheWrite(true).SetSkipDistributedCacheWrite(true, true);
            return answer with { Origin = new Origin(epoch, _time.GetTimestamp(), generation ?? Guid.Empty) };
        }
    }

    private void Changed(CacheKey key)
    {
        _epochs.Raise(key);
        if (key.Build is { } id)
            Forgotten?.Invoke(id);
    }
}
