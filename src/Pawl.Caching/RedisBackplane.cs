using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane;

namespace Pawl.Caching;

/// <summary>Carries the cache's messages between processes: what one of them removed, the others forget.</summary>
internal sealed class RedisBackplane(RedisLink link, Action<CacheKey> changed) : IFusionCacheBackplane
{
    private RedisChannel _channel;

    public async ValueTask SubscribeAsync(BackplaneSubscriptionOptions options)
    {
        _channel = RedisChannel.Literal(options.ChannelName!);
        await link.ListenAsync(_channel, bytes => Hear(bytes, options)).ConfigureAwait(false);
    }

    // Listening begins while the program goes on: until then answers live as briefly as they do without messages.
    public void Subscribe(BackplaneSubscriptionOptions options) => _ = SubscribeAsync(options).AsTask();

    public async ValueTask PublishAsync(BackplaneMessage message, FusionCacheEntryOptions options, CancellationToken token = default)
    {
        var bytes = BackplaneMessage.ToByteArray(message);
        await link.AskAsync(redis => redis.PublishAsync(_channel, bytes)).ConfigureAwait(false);
    }

    public void Publish(BackplaneMessage message, FusionCacheEntryOptions options, CancellationToken token = default) =>
        throw new NotSupportedException("messages are sent asynchronously");

    // The connection ends with the cache, and listening with it.
    public void Unsubscribe()
    {
    }

    public ValueTask UnsubscribeAsync() => ValueTask.CompletedTask;

    private void Hear(RedisValue bytes, BackplaneSubscriptionOptions options)
    {
        if (TryRead((byte[]?)bytes ?? []) is not { CacheKey: { } key } message || message.SourceId == options.CacheInstanceId)
            return;
        changed(CacheKey.Parse(key));
        options.IncomingMessageHandler?.Invoke(message);
    }

    // Anyone may send anything on a channel.
    private static BackplaneMessage? TryRead(byte[] bytes)
    {
        try
        {
            return BackplaneMessage.FromByteArray(bytes) is { } message && message.IsValid() ? message : null;
        }
        catch (Exception garbage) when (garbage is ArgumentException or FormatException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
