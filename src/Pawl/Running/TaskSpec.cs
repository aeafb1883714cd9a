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
    /// <summary>How long it may run before the first <see cref="ITaskProcess.KeepAlive"/>, so that not even a worker that stalls between the
    /// start and that call leaves it behind; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan AliveFor { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;
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

    /// <summary>It could not be started; the message says why.</summary>
    public sealed record NotStarted(string Message) : TaskEnd;
}
