namespace Pawl.Builds;

/// <summary>The right of one worker to advance a build, for a time.</summary>
/// <param name="Holder">Who has it.</param>
/// <param name="Token">The fencing token: each claim has a higher one than all before it.</param>
/// <param name="Since">When it was claimed.</param>
/// <param name="Until">When it ends unless it is renewed. Heartbeats move it and are no history.</param>
public sealed record Lease(Worker Holder, long Token, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>True while the lease excludes others.</summary>
    public bool IsLiveAt(DateTimeOffset now) => now < Until;
}
