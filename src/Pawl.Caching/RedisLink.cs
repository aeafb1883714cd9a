using Pawl.Secrets;
using StackExchange.Redis;

namespace Pawl.Caching;

/// <summary>The connection to Redis. Every call ends within the settings' patience, and when Redis doesn't answer it is left
/// alone for <see cref="CacheLimits.Pause"/>. Nothing is connected before the first call.</summary>
internal sealed class RedisLink(CacheSettings settings, TimeProvider time, Action<string> warn) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Lock _telling = new();
    private Task<ConnectionMultiplexer>? _connecting;
    private long _silentSince;
    private bool _warned;

    /// <summary>Asks Redis; an answer that didn't come is no error here.</summary>
    public async ValueTask<Answer<T>> AskAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        if (Volatile.Read(ref _silentSince) is var since and not 0 && time.GetElapsedTime(since) < CacheLimits.Pause)
            return Answer<T>.None;
        try
        {
            var value = await AskOnceAsync(ask).WaitAsync(settings.Patience, time).ConfigureAwait(false);
            Volatile.Write(ref _silentSince, 0);
            return new Answer<T>.Came(value);
        }
        catch (RedisServerException refusal)
        {
            // It is there and says no: out of memory, not allowed, a key of another kind. The next question may be answered.
            Warn(refusal);
        }
        catch (Exception silence) when (IsSilence(silence))
        {
            Volatile.Write(ref _silentSince, Math.Max(1, time.GetTimestamp()));
            Warn(silence);
        }

        return Answer<T>.None;
    }

    /// <summary>Listens to a channel from now on, also after the connection was lost and made again.</summary>
    public async ValueTask ListenAsync(RedisChannel channel, Action<RedisValue> heard)
    {
        try
        {
            var connection = await ConnectedAsync().ConfigureAwait(false);
            await connection.GetSubscriber().SubscribeAsync(channel, (_, message) => heard(message)).ConfigureAwait(false);
        }
        catch (Exception silence) when (IsSilence(silence))
        {
            Warn(silence);
        }
    }

    /// <summary>Lets the connection go, whether or not it stands by now.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<ConnectionMultiplexer>? connecting;
        lock (_lock)
            connecting = _connecting;
        if (connecting is { IsCompletedSuccessfully: true })
            await (await connecting.ConfigureAwait(false)).CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
        else
            _ = connecting?.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    private async Task<T> AskOnceAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        var connection = await ConnectedAsync().ConfigureAwait(false);
        return await ask(connection.GetDatabase()).ConfigureAwait(false);
    }

    private Task<ConnectionMultiplexer> ConnectedAsync()
    {
        lock (_lock)
            return _connecting ??= ConnectionMultiplexer.ConnectAsync(Options());
    }

    private ConfigurationOptions Options() => new()
    {
        EndPoints = { { settings.Url.Host, settings.Url.Port } },
        DefaultDatabase = settings.Url.Database,
        User = settings.Url.User.Length > 0 ? settings.Url.User : null,
        Password = settings.Password,
        Ssl = settings.Url.Channel == CacheChannel.Tls,
        ClientName = "pawl",
        AbortOnConnectFail = false,
        ConnectTimeout = 2_000,
        BacklogPolicy = BacklogPolicy.FailFast,
        ReconnectRetryPolicy = new LinearRetry(500),
        HeartbeatInterval = TimeSpan.FromMilliseconds(500),
        Protocol = RedisProtocol.Resp3,
    };

    private void Warn(Exception why)
    {
        // Who listens in the background may be the one that tells, at any speed: nobody goes on, perhaps to the program's end, before it is told.
        lock (_telling)
        {
            if (_warned)
                return;
            warn($"pawl: the cache {settings.Url} is of no use now: {Redactor.Standard.Redact(Reason(why))}; the store answers instead, more slowly");
            _warned = true;
        }
    }

    private static bool IsSilence(Exception e) => e is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException;

    private string Reason(Exception why) => why is TimeoutException
        ? $"it doesn't answer within {settings.Patience.TotalMilliseconds:0} ms"
        : why.Message.Split('\n')[0].Trim(' ', '.', '\r');
}

/// <summary>What came back from Redis.</summary>
internal abstract record Answer<T>
{
    /// <summary>Nothing came, in time or at all.</summary>
    public static Answer<T> None { get; } = new Missing();

    /// <summary>This came.</summary>
    public sealed record Came(T Value) : Answer<T>;

    private sealed record Missing : Answer<T>;
}
