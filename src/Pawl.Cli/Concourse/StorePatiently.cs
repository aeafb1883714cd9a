using Pawl.Stores;

namespace Pawl.Cli.Concourse;

/// <summary>Tries again for a while when a store doesn't answer: what a task did for an hour is recorded by one put, and a put whose get fails is a
/// failed put.</summary>
/// <param name="time">The clock.</param>
/// <param name="patience">How long.</param>
/// <param name="tell">Told that it is tried again.</param>
internal sealed class StorePatiently(TimeProvider time, TimeSpan patience, Action<string> tell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="StoreException">The store can't be used, or not in time.</exception>
    public async ValueTask<T> TryAsync<T>(Func<ValueTask<T>> action, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var first = true; ; first = false)
        {
            try
            {
                return await action().ConfigureAwait(false);
            }
            catch (StoreException e) when (e.Fault is StoreFault.Unreachable or StoreFault.Busy or StoreFault.Full && time.GetElapsedTime(began) + Pause < patience)
            {
                if (first)
                    tell($"{e.Message}; trying again for {patience.TotalSeconds:0} s");
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
