namespace Pawl.Running;

/// <summary>Starts tasks as processes of the operating system.</summary>
public interface ITaskHost
{
    /// <summary>Starts one. A task that can't be started is returned too, with <see cref="TaskEnd.NotStarted"/> as its end.</summary>
    ITaskProcess Start(TaskSpec spec);

    /// <summary>Ends what tasks left running whose runner is gone: the guards of a runner that was just killed may still be at it, and a task
    /// whose guard was killed with its runner may have left processes behind.</summary>
    /// <param name="markStart">How the <see cref="TaskSpec.Mark"/>s of those tasks begin. No runner may be working on such a task.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The ids of processes that can't be ended; empty once nothing is left.</returns>
    Task<IReadOnlyList<int>> EndRemainsAsync(string markStart, CancellationToken cancellationToken);
}

/// <summary>A running task with everything that it started. When this process dies, in whatever way, all of that dies too.</summary>
public interface ITaskProcess : IAsyncDisposable
{
    /// <summary>How it ended; complete only once no process of its tree is left.</summary>
    Task<TaskEnd> Ended { get; }

    /// <summary>Its standard output and standard error, line by line as they came. Invalid UTF-8 becomes U+FFFD, NULs are kept out,
    /// overlong lines come in pieces. Ends when the task has ended.</summary>
    IAsyncEnumerable<TaskLine> ReadLinesAsync(CancellationToken cancellationToken);

    /// <summary>Moves the time at which the whole tree gets SIGKILL: a worker that stalls for longer than its lease must not leave a task
    /// behind that works beside the next worker's.</summary>
    void KeepAlive(TaskDeadline until);

    /// <summary>SIGTERM to the whole tree, and SIGKILL to what is left of it after the spec's grace.</summary>
    void Stop();
}
