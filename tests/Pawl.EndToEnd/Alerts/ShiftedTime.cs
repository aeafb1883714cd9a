namespace Pawl.EndToEnd.Alerts;

/// <summary>The system's clock, some time on: what processes that were killed claimed is free again.</summary>
internal sealed class ShiftedTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}

/// <summary>A clock whose timers run out early: whoever waits for a server that hangs gives up soon.</summary>
internal sealed class HastyTime(double times) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / times : dueTime, period);
}
