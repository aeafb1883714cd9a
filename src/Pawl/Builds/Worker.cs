namespace Pawl.Builds;

/// <summary>Who works on a build. Two are the same when name and process are, wherever they were called from.</summary>
/// <param name="Name">For people: <c>user@host</c>, or what <c>PAWL_WORKER</c> says.</param>
/// <param name="Process">The operating system's process that holds the lease, when it is held by one that lives as long as the work.</param>
public sealed record Worker(string Name, ProcessIdentity? Process = null)
{
    /// <summary>Where its changes come from; found out when one is made, since most calls only look.</summary>
    public Lazy<Origin> Origin { get; init; } = new(Builds.Origin.Unknown);

    /// <inheritdoc/>
    public bool Equals(Worker? other) => other is not null && Name == other.Name && Process == other.Process;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Process);
}

/// <summary>Names a process for as long as its machine is up, so that nobody mistakes a reused process id for it.</summary>
/// <param name="Machine">Identifies this boot of this machine and the process namespace.</param>
/// <param name="ProcessId">The process id.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot.</param>
public sealed record ProcessIdentity(string Machine, int ProcessId, long StartTicks);
