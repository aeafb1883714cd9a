using Pawl.Builds;

namespace Pawl.Retrying;

/// <summary>How often a state is tried, and how long each wait is. Pure: the random number comes from outside.</summary>
/// <param name="Strategy">The kind of waiting.</param>
/// <param name="Attempts">The most tries in all, the first one included: 1 to <see cref="MaxAttempts"/>.</param>
/// <param name="Initial">The wait after the first failure; of all strategies but backoff, after each failure.</param>
/// <param name="Max">The longest wait of a backoff; the other strategies wait <paramref name="Initial"/> each time.</param>
public sealed record RetryPolicy(RetryStrategy Strategy, int Attempts, TimeSpan Initial, TimeSpan Max)
{
    /// <summary>The most tries that a pipeline may ask for.</summary>
    public const int MaxAttempts = 1000;

    private const double Spread = 0.1;

    /// <summary>The first doubling whose factor is past any wait that a pipeline can ask for.</summary>
    private const int MaxDoublings = 62;

    /// <summary>True when someone is told of each failure, also of one that is retried. Of a failure that isn't, someone is always told.</summary>
    public bool TellsOfEachFailure => Strategy == RetryStrategy.Notify;

    /// <summary>What a state does whose pipeline says nothing of retrying.</summary>
    public static RetryPolicy DefaultFor(StateCode code) => DefaultFor(code.Value switch
    {
        5 => RetryStrategy.Backoff,
        10 => RetryStrategy.Immediate,
        70 => RetryStrategy.Notify,
        _ => RetryStrategy.Standard,
    });

    /// <summary>What a strategy does whose pipeline gives no numbers.</summary>
    public static RetryPolicy DefaultFor(RetryStrategy strategy) => strategy switch
    {
        RetryStrategy.Backoff => new(strategy, 3, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)),
        RetryStrategy.Immediate => Even(strategy, 5, TimeSpan.FromMinutes(1)),
        RetryStrategy.Notify => Even(strategy, 2, TimeSpan.FromHours(1)),
        RetryStrategy.Standard => Even(strategy, 3, TimeSpan.FromSeconds(10)),
        RetryStrategy.Manual => Even(strategy, 1, TimeSpan.Zero),
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "no such strategy"),
    };

    /// <summary>How long to wait before the next try.</summary>
    /// <param name="failures">Failed attempts since the state was entered or manually retried, at least 1.</param>
    /// <param name="jitter">A random number from 0 up to, not including, 1. It makes the wait up to a tenth longer, so that many
    /// builds that failed together don't come back together; a backoff never waits longer than <see cref="Max"/>.</param>
    /// <returns>The wait; null when no try is left, or the strategy doesn't retry by itself.</returns>
    public TimeSpan? NextDelay(int failures, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(jitter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(jitter, 1);
        if (Strategy == RetryStrategy.Manual || failures >= Attempts)
            return null;
        if (Strategy != RetryStrategy.Backoff)
            return Initial * (1 + (Spread * jitter));
        var doubled = Initial.Ticks * Math.Pow(2, Math.Min(failures - 1, MaxDoublings)) * (1 + (Spread * jitter));
        return doubled < Max.Ticks ? TimeSpan.FromTicks((long)doubled) : Max;
    }

    /// <summary>When the next try after a failure is due.</summary>
    /// <param name="category">Of the failure: after a persistent one there is none.</param>
    /// <param name="failures">See <see cref="NextDelay"/>.</param>
    /// <param name="now">When it failed.</param>
    /// <param name="jitter">See <see cref="NextDelay"/>.</param>
    /// <returns>In whole milliseconds, as it is recorded; null when people must say that it is tried again.</returns>
    public DateTimeOffset? NextTry(FailureCategory category, int failures, DateTimeOffset now, double jitter) =>
        category == FailureCategory.Transient && NextDelay(failures, jitter) is { } wait ? UtcTime.WholeMilliseconds(now + wait) : null;

    private static RetryPolicy Even(RetryStrategy strategy, int attempts, TimeSpan wait) => new(strategy, attempts, wait, wait);
}
