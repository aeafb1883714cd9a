namespace Pawl.Builds;

/// <summary>A file that a state made and later states may rely on.</summary>
/// <param name="Name">What the pipeline calls it.</param>
/// <param name="Path">Where it is, absolute.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="State">The state that made it.</param>
public sealed record Artifact(string Name, string Path, long Size, string Sha256, StateCode State);
