using Pawl.Builds;

namespace Pawl.Stores.Backups;

/// <summary>Something in a backup that isn't as it must be.</summary>
/// <param name="Build">Of which build.</param>
/// <param name="Week">In which weekly snapshot, if it is in one.</param>
/// <param name="Message">What is wrong.</param>
public sealed record VerifyFault(BuildId Build, IsoWeek? Week, string Message);
