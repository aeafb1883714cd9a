using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace Pawl.Caching;

/// <summary>Answers in Redis: a hash for each area, its generation in field <c>g</c>, each question's answer in a field of its own with
/// the version beside it. Who finds no answer makes sure that the area has a generation before asking the store, and the store's answer
/// is taken only while the generation is the same; a change deletes the area. So nothing that was read before a change comes in after
/// it. An area lives for <see cref="CacheLimits.Redis"/>, whatever is put into it.</summary>
internal sealed class RedisLevel(RedisLink link, string prefix, Epochs epochs, TimeProvider time) : IDistributedCache
{
    private const string ReadScript =
        """
        if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return nil end
        if redis.call('HSTRLEN', KEYS[1], ARGV[1]) > tonumber(ARGV[2]) then return nil end
        local left = redis.call('PTTL', KEYS[1])
        if left < 0 or left > tonumber(ARGV[3]) then return nil end
        return redis.call('HGET', KEYS[1], ARGV[1])
        """;

    // A key that isn't a hash, or that would stay for longer than it may, was made by someone else.
    private const string EnterScript =
        """
        local left = redis.call('PTTL', KEYS[1])
        if redis.call('TYPE', KEYS[1]).ok ~= 'hash' or left < 0 or left > tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
        local generation = redis.call('HGET', KEYS[1], 'g')
        if generation and #generation == 16 then return generation end
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'g', ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return ARGV[1]
        """;

    private const string WriteScript =
        """
        if redis.call('TYPE', KEYS[1]).ok ~= 'hash' or redis.call('HGET', KEYS[1], 'g') ~= ARGV[1] then return 0 end
        local there = tonumber(redis.call('HGET', KEYS[1], ARGV[2] .. ':v') or '')
        if there and there > tonumber(ARGV[3]) then return 0 end
        redis.call('HSET', KEYS[1], ARGV[2] .. ':v', ARGV[3], ARGV[2], ARGV[4])
        return 1
        """;

    private static readonly long Lifetime = (long)CacheLimits.Redis.TotalMilliseconds;

    private long _distrustedSince;

    /// <summary>Makes sure that an area has a generation; null when Redis doesn't say.</summary>
    public async ValueTask<Guid?> EnterAsync(CacheKey key)
    {
        var answer = await link.AskAsync(redis => redis.ScriptEvaluateAsync(
            EnterScript, [KeyOf(key)], [Guid.NewGuid().ToByteArray(), Lifetime])).ConfigureAwait(false);
        return answer is Answer<RedisResult>.Came { Value: var value } && (byte[]?)value is { Length: 16 } bytes ? new Guid(bytes) : null;
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        if (IsDistrusted)
            return null;
        var asked = CacheKey.Parse(key);
        var (epoch, since) = (epochs.Of(asked), time.GetTimestamp());
        var answer = await link.AskAsync(redis => redis.ScriptEvaluateAsync(
            ReadScript, [KeyOf(asked)], [asked.Question, CacheLimits.LargestInRedis, Lifetime])).ConfigureAwait(false);
        return answer is Answer<RedisResult>.Came { Value: var value } && (byte[]?)value is { } body ? AnswerBytes.WithHead(epoch, since, body) : null;
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var body = AnswerBytes.BodyOf(value);
        if (body.Length > CacheLimits.LargestInRedis)
            return;
        var asked = CacheKey.Parse(key);
        await link.AskAsync(redis => redis.ScriptEvaluateAsync(
            WriteScript,
            [KeyOf(asked)],
            [AnswerBytes.OriginOf(value).Generation.ToByteArray(), asked.Question, AnswerBytes.VersionOf(value).Value, body])).ConfigureAwait(false);
    }

    /// <summary>Deletes the key's whole area. When that doesn't get through, this process takes nothing from Redis until whatever was
    /// there is gone.</summary>
    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        if (await link.AskAsync(redis => redis.KeyDeleteAsync(KeyOf(CacheKey.Parse(key)))).ConfigureAwait(false) is not Answer<bool>.Came)
            Volatile.Write(ref _distrustedSince, Math.Max(1, time.GetTimestamp()));
    }

    public byte[]? Get(string key) => throw OnlyAsync();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw OnlyAsync();

    public void Remove(string key) => throw OnlyAsync();

    public void Refresh(string key) => throw OnlyAsync();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw OnlyAsync();

    private bool IsDistrusted => Volatile.Read(ref _distrustedSince) is var since and not 0 && time.GetElapsedTime(since) < CacheLimits.Redis;

    private RedisKey KeyOf(CacheKey key) => $"{prefix}:{key.Area}";

    private static NotSupportedException OnlyAsync() => new("the cache is asked asynchronously, and never asked to refresh");
}
