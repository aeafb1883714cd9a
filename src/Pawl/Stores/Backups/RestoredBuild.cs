using Pawl.Builds;

namespace Pawl.Stores.Backups;

/// <summary>What restoring did to one build.</summary>
public enum RestoreResult
{
    /// <summary>It is as it was at the moment.</summary>
    Restored,

    /// <summary>It was that already.</summary>
    Same,

    /// <summary>The backup knows nothing of it at or before the moment: it began later, or never.</summary>
    Unknown,

    /// <summary>It began later. It was left alone.</summary>
    Newer,

    /// <summary>It began later, and was erased; the backup holds it.</summary>
    Erased,

    /// <summary>It couldn't be restored, and was left alone.</summary>
    Refused,
}

/// <summary>Whether something is done, or only said.</summary>
public enum Effect
{
    /// <summary>It is done.</summary>
    Real,

    /// <summary>It is only said what would be done.</summary>
    Dry,
}

/// <summary>What became of a build, or would become of it.</summary>
/// <param name="Result">What.</param>
/// <param name="State">The build as it was at the moment; what it is now when it is newer.</param>
/// <param name="Message">For people.</param>
public sealed record RestoredBuild(RestoreResult Result, BuildState State, string Message);
