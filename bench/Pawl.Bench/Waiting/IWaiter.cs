namespace Pawl.Bench.Waiting;

/// <summary>Somebody who waits for a build.</summary>
internal interface IWaiter
{
    /// <summary>Begins to wait for the end of a build's first state; returns once nothing but the change is missing.</summary>
    ValueTask StartAsync(string id);

    /// <summary>The change is made.</summary>
    /// <returns>When the wait ended, in the stopwatch's ticks.</returns>
    ValueTask<long> EndAsync();
}
