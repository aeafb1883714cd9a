using Pawl.Builds;
using Pawl.Sealing;

namespace Pawl.Stores.Backups;

/// <summary>Where pruning looked.</summary>
public enum PrunePlace
{
    /// <summary>The live store.</summary>
    Store,

    /// <summary>The backup's events.</summary>
    Backup,

    /// <summary>The backup's weekly snapshots.</summary>
    Weekly,
}

/// <summary>What became of something that is old enough to be removed.</summary>
public enum PruneResult
{
    /// <summary>It was removed, or would be.</summary>
    Removed,

    /// <summary>It stays, for a reason.</summary>
    Kept,
}

/// <summary>Something that is old enough to be removed.</summary>
/// <param name="Place">Where.</param>
/// <param name="Build">Of which build.</param>
/// <param name="Version">The version that the build had reached there; null where it is a snapshot.</param>
/// <param name="Week">Of which week, where it is a snapshot.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Message">Why, for people.</param>
public sealed record Pruned(PrunePlace Place, BuildId Build, BuildVersion? Version, IsoWeek? Week, PruneResult Result, string Message)
{
    /// <summary>Why a build on hold stays, as far as it may be read without its key.</summary>
    internal static string OnHold(LegalHold hold) => $"on hold by {SealedText.Shown(hold.By)} since {UtcTime.Format(hold.Since)}: {SealedText.Shown(hold.Reason)}";
}
