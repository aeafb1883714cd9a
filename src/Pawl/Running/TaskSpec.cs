using System.Collections.Immutable;

namespace Pawl.Running;

/// <summary>What one attempt runs.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="WorkingDirectory">Where it runs, absolute.</param>
/// <param name="Environment">Its whole environment: nothing else is passed on.</param>
/// <param name="Timeout">How long it may take; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</param>
/// <param name="KillAfter">How long after SIGTERM what is left gets SIGKILL.</param>
public sealed record TaskSpec(
    ImmutableArray<string> Command,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    TimeSpan Timeout,
    TimeSpan KillAfter)
{
    /// <summary>When it is killed unless <see cref="ITaskProcess.KeepAlive"/> moves that: not even a worker that stalls before or just after
    /// the start leaves it behind. After that time it isn't started at all.</summary>
    public TaskDeadline AliveUntil { get; init; }

    /// <summary><c>NAME=value</c> of <see cref="Environment"/> that no other process has: by it <see cref="ITaskHost.EndRemainsAsync"/> finds what
    /// is left of the task. Empty for a task that is never looked for.</summary>
    public string Mark { get; init; } = "";
}

/// <summary>How a task ended.</summary>
public abstract record TaskEnd
{
    private TaskEnd()
    {
    }

    /// <summary>By itself, with an exit code.</summary>
    public sealed record Exited(int Code) : TaskEnd;

    /// <summary>By a signal that somebody else sent.</summary>
    public sealed record Signaled(int Signal) : TaskEnd;

    /// <summary>It took longer than it may and was ended.</summary>
    public sealed record TimedOut(TimeSpan Limit) : TaskEnd;

    /// <summary>Its runner stopped it.</summary>
    public sealed record Stopped : TaskEnd;

    /// <summary>Its runner didn't keep it alive in time, and it was killed, or not started any more.</summary>
    public sealed record Lapsed : TaskEnd;

    /// <summary>It could not be started; the message says why.</summary>
    public sealed record NotStarted(string Message) : TaskEnd;
}
