using Pawl.Builds;

namespace Pawl.Erasing;

/// <summary>A place in a build's history where somebody is named.</summary>
/// <param name="Build">The build.</param>
/// <param name="Version">The version that the event made which recorded it.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Kind">The kind of that event.</param>
/// <param name="Field">Which value of it.</param>
/// <param name="Value">The value.</param>
/// <param name="Piece">What must be forgotten so that it can't be read any more; null when it isn't sealed: then only the whole build can go.</param>
public sealed record Mention(BuildId Build, BuildVersion Version, DateTimeOffset At, string Kind, string Field, string Value, SealedPiece? Piece);
