using Pawl.Stores;

namespace Pawl.Running;

/// <summary>Tries again for a while what a store has no room or no time for.</summary>
internal sealed class StorePatience(TimeProvider time, RunnerSettings settings, IRunScreen screen)
{
    /// <summary>Does it, again and again until it is done.</summary>
    /// <exception cref="StoreException">The store can't be used, or not in time.</exception>
    public async Task<T> TryAsync<T>(Func<Task<T>> action)
    {
        var began = time.GetTimestamp();
        for (var first = true; ; first = false)
        {
            try
            {
                return await action().ConfigureAwait(false);
            }
            catch (StoreException e) when (e.Fault is StoreFault.Full or StoreFault.Busy && time.GetElapsedTime(began) < settings.StorePatience)
            {
                if (first)
                    screen.Show(new RunEvent.Notice($"{e.Message}; trying again for {settings.StorePatience.TotalSeconds:0} s"));
            }

            await Task.Delay(settings.StoreRetry, time).ConfigureAwait(false);
        }
    }
}
