using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>Why something couldn't be done for one build; others go on.</summary>
/// <param name="Build">Which.</param>
/// <param name="Message">What happened, and what to do.</param>
/// <param name="Cause">The error.</param>
public sealed record BackupFault(BuildId Build, string Message, Exception Cause)
{
    /// <summary>True for an error that is about one build, and stops nothing else.</summary>
    public static bool IsOfOneBuild(Exception error) =>
        error is StoreException or BuildDivergedException or BuildChangedException or BuildHeldException or TransitionRefusedException;
}
