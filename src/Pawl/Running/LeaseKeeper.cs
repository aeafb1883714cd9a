using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>Renews a worker's lease until it is disposed, and keeps the running task alive no longer than the lease: a task must never
/// work beside the next holder's.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    // Renewed four times in its life, so that one slow answer costs nothing. The task's own deadline comes a tenth before the lease's end.
    private const int RenewalsALife = 4;
    private const double TaskShare = 0.9;

    private readonly IBuildStore _store;
    private readonly BuildId _id;
    private readonly long _token;
    private readonly TimeProvider _time;
    private readonly TimeSpan _duration;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _lock = new();
    private readonly Task _loop;
    private long _renewedAt;
    private ITaskProcess? _task;

    private LeaseKeeper(IBuildStore store, BuildState claimed, TimeProvider time, TimeSpan duration)
    {
        (_store, _id, _token, _time, _duration) = (store, claimed.Id, claimed.Lease!.Token, time, duration);
        _renewedAt = time.GetTimestamp();
        _loop = Task.Run(RenewAsync);
    }

    /// <summary>Cancelled once the lease is gone.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Begins to renew a lease that was claimed just now.</summary>
    public static LeaseKeeper Start(IBuildStore store, BuildState claimed, TimeProvider time, TimeSpan duration) => new(store, claimed, time, duration);

    /// <summary>Ties a task to the lease until the result is disposed.</summary>
    public IDisposable Tie(ITaskProcess task)
    {
        lock (_lock)
        {
            _task = task;
            task.KeepAlive(Left());
        }

        return new Knot(this);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_duration / RenewalsALife, _time, _stop.Token).ConfigureAwait(false);
                if (!await TryRenewAsync().ConfigureAwait(false))
                    break;
            }

            await _lost.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed: the work is done.
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        var began = _time.GetTimestamp();
        try
        {
            if (!await _store.RenewLeaseAsync(_id, _token, _time.GetUtcNow() + _duration, _stop.Token).ConfigureAwait(false))
                return false;
        }
        catch (StoreException)
        {
            // A store that doesn't answer says nothing of the lease. The task ends with the lease's time; what counts is the next answer.
            return true;
        }

        lock (_lock)
        {
            _renewedAt = began;
            _task?.KeepAlive(Left());
        }

        return true;
    }

    private TimeSpan Left()
    {
        var left = (_duration * TaskShare) - _time.GetElapsedTime(_renewedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private sealed class Knot(LeaseKeeper keeper) : IDisposable
    {
        public void Dispose()
        {
            lock (keeper._lock)
                keeper._task = null;
        }
    }
}
