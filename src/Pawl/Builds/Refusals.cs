using Pawl.Sealing;

namespace Pawl.Builds;

/// <summary>The build's state doesn't allow a change. Nothing was changed.</summary>
public sealed class TransitionRefusedException(string message) : Exception(message);

/// <summary>Another worker holds the build. Nothing was changed.</summary>
public sealed class BuildHeldException(BuildId build, Lease lease) : Exception(
    $"build {build} is held by {SealedText.Shown(lease.Holder.Name)} since {UtcTime.Format(lease.Since)}, until {UtcTime.Format(lease.Until)} unless renewed; "
    + "wait for it to end, or stop that worker")
{
    /// <summary>Who holds it, since when, until when.</summary>
    public Lease Lease { get; } = lease;
}

/// <summary>The worker's own lease is gone: another worker took the build over. Nothing was changed.</summary>
public sealed class LeaseLostException(BuildId build) : Exception(
    $"build {build} was taken over by another worker after this one's lease ran out; this worker stops and records nothing");

/// <summary>The store has no such build.</summary>
public sealed class NoSuchBuildException(BuildId build, string store) : Exception(
    $"no build {build} in {store}; `pawl list` shows what there is, `pawl init` or `pawl run` begins one");

/// <summary>Someone else changed the build between reading and appending. Nothing was changed.</summary>
public sealed class BuildChangedException(BuildId build) : Exception(
    $"build {build} was changed by someone else at the same time, and this change was not made; look at `pawl status {build}` and repeat it if it still fits");
