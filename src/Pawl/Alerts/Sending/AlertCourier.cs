using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Alerts;

/// <summary>Sends the alerts of a process's own changes, beside its work and not in its way. What is left in the end stays in the ledger.</summary>
/// <param name="delivery">Sends.</param>
/// <param name="find">Finds what a build owes from earlier, which is sent by the way.</param>
/// <param name="time">The clock.</param>
/// <param name="warn">Told of what people should know.</param>
internal sealed class AlertCourier(
    AlertDelivery delivery, Func<BuildId, CancellationToken, ValueTask<IReadOnlyList<PendingAlert>>> find, TimeProvider time, Action<string> warn) : IAsyncDisposable
{
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestNap = TimeSpan.FromMilliseconds(50);

    private readonly AlertWarnings _warnings = new(warn);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _patience = new(Timeout.InfiniteTimeSpan, time);
    private readonly List<PendingAlert> _pending = [];
    private readonly HashSet<BuildId> _known = [];
    private Task? _loop;

    /// <summary>Sends these as soon as it can.</summary>
    public void Follow(IEnumerable<PendingAlert> alerts)
    {
        lock (_lock)
        {
            _pending.AddRange(alerts);
            _loop ??= Task.Run(SendAllAsync);
        }

        _work.Release();
    }

    public async ValueTask DisposeAsync()
    {
        _patience.CancelAfter(LastPatience);
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_loop is { } loop)
        {
            await loop.ConfigureAwait(false);
            await TryAsync().ConfigureAwait(false);
        }

        _closing.Dispose();
        _patience.Dispose();
        _work.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (true)
            {
                await _work.WaitAsync(Nap(), _closing.Token).ConfigureAwait(false);
                await TryAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever closes sends what is left.
        }
    }

    // An alert that can't be sent is no reason for anything to fail.
    private async Task TryAsync()
    {
        PendingAlert[] pending = [];
        try
        {
            await FindEarlierAsync().ConfigureAwait(false);
            lock (_lock)
                pending = [.. _pending];
            await delivery.SendAsync(pending, DeliveryHaste.WhenDue, _patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The ledger keeps what is left.
        }
        catch (StoreException e)
        {
            _warnings.Say("the store", $"alerts wait, because the store can't be used: {e.Message}");
            Array.ForEach(pending, alert => alert.LookAgain = time.GetUtcNow() + AfterTrouble);
        }

        lock (_lock)
            _pending.RemoveAll(alert => alert.Hand == AlertHand.Done);
    }

    private async Task FindEarlierAsync()
    {
        BuildId[] builds;
        lock (_lock)
            builds = [.. _pending.Select(alert => alert.Owed.Alert.Build).Distinct().Where(build => !_known.Contains(build))];
        foreach (var build in builds)
        {
            var earlier = await find(build, _patience.Token).ConfigureAwait(false);
            lock (_lock)
            {
                _known.Add(build);
                var own = _pending.Select(alert => alert.Owed.Alert.Id).ToHashSet(StringComparer.Ordinal);
                _pending.AddRange(earlier.Where(alert => !own.Contains(alert.Owed.Alert.Id)));
            }
        }
    }

    private TimeSpan Nap()
    {
        lock (_lock)
        {
            if (_pending.Count == 0)
                return Timeout.InfiniteTimeSpan;
            var left = _pending.Min(alert => alert.Next) - time.GetUtcNow();
            return left < ShortestNap ? ShortestNap : left < LongestNap ? left : LongestNap;
        }
    }
}
