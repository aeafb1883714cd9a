namespace Pawl.Alerts;

/// <summary>How long a channel is left alone after it failed. Pure: the random number comes from outside.</summary>
internal static class Backoff
{
    private const int MostDoublings = 16;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstLastingWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLastingWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(1);

    /// <summary>When to try again: each time later, spread by a fifth up and down, and never before the channel wants.</summary>
    /// <param name="failed">How it failed.</param>
    /// <param name="before">How often it had failed before.</param>
    /// <param name="now">When it failed.</param>
    /// <param name="jitter">A random number from 0 up to, not including, 1.</param>
    public static DateTimeOffset After(SendResult.Failed failed, int before, DateTimeOffset now, double jitter)
    {
        var (first, longest) = failed.Fault == SendFault.Passing ? (FirstWait, LongestWait) : (FirstLastingWait, LongestLastingWait);
        var doubled = first * Math.Pow(2, Math.Min(before, MostDoublings));
        var wait = (doubled < longest ? doubled : longest) * (0.8 + (0.4 * jitter));
        // A server that asks for days doesn't know what it says.
        var wish = failed.NotBefore is { } asked ? (asked < LongestWish ? asked : LongestWish) : TimeSpan.Zero;
        return now + (wish > wait ? wish : wait);
    }
}
