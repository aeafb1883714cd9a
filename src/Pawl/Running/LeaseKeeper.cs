using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>Renews a worker's lease until it is disposed, and keeps the running task alive no longer than the lease: a task must never
/// work beside the next holder's.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    // Renewed four times in its life, so that one slow answer costs nothing.
    private const int RenewalsALife = 4;

    // The task's own deadline comes a tenth before the lease's end, and early enough for a busy machine to end a tree of processes.
    private const double MarginShare = 0.1;
    private static readonly TimeSpan LeastMargin = TimeSpan.FromMilliseconds(250);

    private readonly IBuildStore _store;
    private readonly BuildId _id;
    private readonly long _token;
    private readonly TimeProvider _time;
    private readonly TimeSpan _duration;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _lock = new();
    private readonly Task _loop;
    private TaskDeadline _deadline;
    private ITaskProcess? _task;

    private LeaseKeeper(IBuildStore store, BuildState claimed, TimeProvider time, TimeSpan duration, TaskDeadline deadline)
    {
        (_store, _id, _token, _time, _duration, _deadline) = (store, claimed.Id, claimed.Lease!.Token, time, duration, deadline);
        _loop = Task.Run(RenewAsync);
    }

    /// <summary>Cancelled once the lease is gone.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>When the task has to be gone unless the lease is renewed.</summary>
    public TaskDeadline TaskDeadline
    {
        get
        {
            lock (_lock)
                return _deadline;
        }
    }

    /// <summary>When a task has to be gone whose lease is claimed or renewed after this call.</summary>
    public static TaskDeadline DeadlineOf(TimeSpan lease) =>
        TaskDeadline.In(lease - (lease * MarginShare > LeastMargin ? lease * MarginShare : LeastMargin));

    /// <summary>Begins to renew a lease.</summary>
    /// <param name="store">Where the build is.</param>
    /// <param name="claimed">The build with the lease.</param>
    /// <param name="time">The clock.</param>
    /// <param name="duration">How long it lasts after each renewal.</param>
    /// <param name="deadline"><see cref="DeadlineOf"/>, taken before the lease was claimed.</param>
    public static LeaseKeeper Start(IBuildStore store, BuildState claimed, TimeProvider time, TimeSpan duration, TaskDeadline deadline) =>
        new(store, claimed, time, duration, deadline);

    /// <summary>Ties a task to the lease until the result is disposed.</summary>
    public IDisposable Tie(ITaskProcess task)
    {
        lock (_lock)
        {
            _task = task;
            task.KeepAlive(_deadline);
        }

        return new Knot(this);
    }

    /// <summary>Makes sure that a task has time: a lease that couldn't be renewed for long is renewed now.</summary>
    /// <returns>True: it is held.</returns>
    /// <exception cref="LeaseLostException">It is gone.</exception>
    /// <exception cref="StoreException">The store can't renew it.</exception>
    public async Task<bool> HoldAsync() =>
        !TaskDeadline.HasPassed || await TryRenewAsync().ConfigureAwait(false) ? true : throw new LeaseLostException(_id);

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
            do
                await Task.Delay(_duration / RenewalsALife, _time, _stop.Token).ConfigureAwait(false);
            while (await TryRenewOrWaitAsync().ConfigureAwait(false));
            await _lost.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed: the work is done.
        }
    }

    // A store that doesn't answer now may do so before the lease has run out. If it doesn't, the task ends; but the build is this
    // worker's for as long as nobody took it over, which nobody can in such a store.
    private async Task<bool> TryRenewOrWaitAsync()
    {
        try
        {
            return await TryRenewAsync().ConfigureAwait(false);
        }
        catch (StoreException)
        {
            return true;
        }
    }

    private async Task<bool> TryRenewAsync()
    {
        var deadline = DeadlineOf(_duration);
        if (!await _store.RenewLeaseAsync(_id, _token, _time.GetUtcNow() + _duration, _stop.Token).ConfigureAwait(false))
            return false;
        lock (_lock)
        {
            _deadline = deadline;
            _task?.KeepAlive(deadline);
        }

        return true;
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
