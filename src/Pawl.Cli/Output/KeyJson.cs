namespace Pawl.Cli.Output;

/// <summary>What a rotation did.</summary>
internal sealed record RotationJson(int Rewrapped, int Current, int Failed);

/// <summary>The key of a sealed build.</summary>
/// <param name="BuildId">The build.</param>
/// <param name="WrappedBy">The key that wrapped it; empty where that isn't known.</param>
/// <param name="Given"><c>current</c>, <c>old</c> or <c>no</c>; <c>missing</c> or <c>damaged</c> when there is no such record.</param>
/// <param name="In">Where the record is.</param>
internal sealed record SealedKeyJson(string BuildId, string WrappedBy, string Given, string In);
