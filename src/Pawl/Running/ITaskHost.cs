namespace Pawl.Running;

/// <summary>Starts tasks as processes of the operating system.</summary>
public interface ITaskHost
{
    /// <summary>Starts one. A task that can't be started is returned too, with <see cref="TaskEnd.NotStarted"/> as its end.</summary>
    ITaskProcess Start(TaskSpec spec);
}

/// <summary>A running task with everything that it started. When this process dies, in whatever way, all of that dies too.</summary>
public interface ITaskProcess : IAsyncDisposable
{
    /// <summary>How it ended; complete only once no process of its tree is left.</summary>
    Task<TaskEnd> Ended { get; }

    /// <summary>Its standard output and standard error, line by line as they came. Invalid UTF-8 becomes U+FFFD, NULs are kept out,
    /// overlong lines are cut into pieces. Ends when the task has ended.</summary>
    IAsyncEnumerable<string> ReadLinesAsync(CancellationToken cancellationToken);

    /// <summary>Unless this is called again within that time, the whole tree gets SIGKILL: a worker that stalls for longer than its
    /// lease must not leave a task behind that works beside the next worker's.</summary>
    void KeepAlive(TimeSpan time);

    /// <summary>SIGTERM to the whole tree, and SIGKILL to what is left of it after the spec's grace.</summary>
    void Stop();
}
