using Pawl.Running.Processes;

namespace Pawl.Running;

/// <summary>A point in time until which a task may run unless it is moved. By the machine's clock that also runs while it sleeps and that
/// nobody sets: a worker and the guard of its task read the same one. A point and not a span, because whoever passes it on may be
/// suspended at any moment. The default value is no limit.</summary>
public readonly record struct TaskDeadline
{
    private readonly long _milliseconds;

    private TaskDeadline(long milliseconds) => _milliseconds = milliseconds;

    /// <summary>No limit.</summary>
    public static TaskDeadline None => default;

    /// <summary>True once the task may not run any more.</summary>
    public bool HasPassed => _milliseconds != 0 && Now() >= _milliseconds;

    /// <summary>For the guard: milliseconds of the clock, -1 for no limit.</summary>
    internal long Milliseconds => _milliseconds == 0 ? -1 : _milliseconds;

    /// <summary>The point that is so far from now; with nothing or less it has passed.</summary>
    public static TaskDeadline In(TimeSpan time) => new(Math.Max(1, Now() + (long)time.TotalMilliseconds));

    private static long Now() => OperatingSystem.IsLinux() ? Libc.Milliseconds(Libc.ClockBootTime) : Environment.TickCount64;
}
