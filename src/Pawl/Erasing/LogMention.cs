using Pawl.Builds;
using Pawl.Running;

namespace Pawl.Erasing;

/// <summary>A line of an attempt's log where somebody is named.</summary>
/// <param name="Log">The log.</param>
/// <param name="Line">Its number, 1 for the first.</param>
/// <param name="Text">The line.</param>
/// <param name="Piece">What must be forgotten so that the log can't be read any more; null when it isn't sealed.</param>
public sealed record LogMention(AttemptLogFile Log, long Line, string Text, SealedPiece? Piece);
