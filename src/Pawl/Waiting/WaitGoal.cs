using Pawl.Builds;

namespace Pawl.Waiting;

/// <summary>What somebody waits for a build to come to. Pure.</summary>
public abstract record WaitGoal
{
    private WaitGoal()
    {
    }

    /// <summary>The build got to a state: every state before it is completed, and it is the current one or behind. A completed build has got
    /// to all of them. The state needs not be in the build's plan: one that is left out is passed.</summary>
    public sealed record State(StateCode Code) : WaitGoal;

    /// <summary>The build has a status.</summary>
    public sealed record Status(BuildStatus Wanted) : WaitGoal;

    /// <summary>Whether a build, as it stood at one version, is where it is wanted.</summary>
    public WaitVerdict Judge(BuildState build) => build switch
    {
        { Exists: false } => WaitVerdict.Missing,
        _ when IsReachedBy(build) => WaitVerdict.Reached,
        { Status: BuildStatus.Completed } => WaitVerdict.Unreachable,
        { Status: BuildStatus.Failed, LastFailure.Failure.RetryAt: not null } => WaitVerdict.Waiting,
        { Status: BuildStatus.Failed } => WaitVerdict.Failed,
        _ => WaitVerdict.Waiting,
    };

    private bool IsReachedBy(BuildState build) => this switch
    {
        State goal => build.Status == BuildStatus.Completed || build.Current >= goal.Code,
        Status goal => build.Status == goal.Wanted,
        _ => throw new InvalidOperationException("a goal is a state or a status"),
    };
}

/// <summary>How a build stands to what is waited for.</summary>
public enum WaitVerdict
{
    /// <summary>Not there yet.</summary>
    Waiting,

    /// <summary>There.</summary>
    Reached,

    /// <summary>It failed, and no automatic retry is due: without somebody's help it won't get there.</summary>
    Failed,

    /// <summary>It is completed, nothing follows: it will never get there.</summary>
    Unreachable,

    /// <summary>There is no such build.</summary>
    Missing,
}

/// <summary>The words that JSON and the command line use for <see cref="WaitVerdict"/>.</summary>
public static class WaitVerdictText
{
    /// <summary>The verdict as a lower-case word.</summary>
    public static string ToText(this WaitVerdict verdict) => verdict switch
    {
        WaitVerdict.Waiting => "waiting",
        WaitVerdict.Reached => "reached",
        WaitVerdict.Failed => "failed",
        WaitVerdict.Unreachable => "unreachable",
        WaitVerdict.Missing => "missing",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "no such verdict"),
    };
}
