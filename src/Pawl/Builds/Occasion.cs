namespace Pawl.Builds;

/// <summary>The time and the hand of a change: what the pure core can't know by itself.</summary>
/// <param name="Now">The time; events keep whole milliseconds of it.</param>
/// <param name="Worker">Who makes the change.</param>
public sealed record Occasion(DateTimeOffset Now, Worker Worker)
{
    /// <summary>The time of the events: UTC, whole milliseconds.</summary>
    public DateTimeOffset At { get; } = UtcTime.WholeMilliseconds(Now);
}
