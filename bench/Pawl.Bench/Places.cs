namespace Pawl.Bench;

/// <summary>Where the things are that are measured.</summary>
/// <param name="Pawl">The published program.</param>
/// <param name="Guide">The folder of the guide's scripts.</param>
/// <param name="Peers">The folder of the peers.</param>
internal sealed record Places(string Pawl, string Guide, string Peers);
