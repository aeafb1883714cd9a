using Pawl.Builds;

namespace Pawl.Cli;

/// <summary>Whether a build is to be begun, resumed, or left to somebody else: what <c>pawl check</c> says.</summary>
internal static class BuildStanding
{
    public static (ExitCode Code, string Result) Of(BuildState build, DateTimeOffset now, Func<Worker, bool> isKnownDead) => build switch
    {
        { Exists: false } => (ExitCode.NoSuchBuild, "none"),
        { Status: BuildStatus.Completed } => (ExitCode.Done, "completed"),
        { Erasure: not null } => (ExitCode.NotAllowed, "erased"),
        { Lease: { } lease } when lease.IsLiveAt(now) && !isKnownDead(lease.Holder) => (ExitCode.Held, "held"),
        { Status: BuildStatus.Failed } => (ExitCode.BuildFailed, "failed"),
        _ => (ExitCode.BuildFailed, "abandoned"),
    };
}
