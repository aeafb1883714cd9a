namespace Pawl.Builds;

/// <summary>What is left to be said of a build whose values were erased.</summary>
/// <param name="At">When.</param>
/// <param name="By">By whom. In no build sealed: it must be readable when the key is gone.</param>
/// <param name="Reason">Why. Likewise.</param>
public sealed record Erasure(DateTimeOffset At, string By, string Reason);
