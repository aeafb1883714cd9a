using ZiggyCreatures.Caching.Fusion.Internals.Distributed;
using ZiggyCreatures.Caching.Fusion.Serialization;

namespace Pawl.Caching;

/// <summary>Lets the cache's library write answers. Its own timestamps stay here: machines' clocks differ, and how long an answer may
/// stand in Redis is counted there.</summary>
internal sealed class AnswerSerializer : IFusionCacheSerializer
{
    public byte[] Serialize<T>(T? obj) => obj is FusionCacheDistributedEntry<CachedAnswer> { Value: { } answer }
        ? AnswerBytes.Write(answer)
        : throw new NotSupportedException("only answers are written");

    public T? Deserialize<T>(byte[] data)
    {
        var now = DateTimeOffset.UtcNow.UtcTicks;
        return new FusionCacheDistributedEntry<CachedAnswer>(AnswerBytes.Read(data), now, now + CacheLimits.Memory.Ticks, null, null) is T entry
            ? entry
            : throw new NotSupportedException("only answers are read");
    }

    public ValueTask<byte[]> SerializeAsync<T>(T? obj, CancellationToken token = default) => new(Serialize(obj));

    public ValueTask<T?> DeserializeAsync<T>(byte[] data, CancellationToken token = default) => new(Deserialize<T>(data));
}
