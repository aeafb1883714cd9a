namespace Pawl.Builds;

/// <summary>Somebody wants a build kept: nothing erases it, however old it gets, until the hold is lifted.</summary>
/// <param name="Since">Since when.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record LegalHold(DateTimeOffset Since, string By, string Reason);
