using Pawl.Running;

namespace Pawl.Erasing;

/// <summary>A line of an attempt's log where somebody is named.</summary>
/// <param name="Log">The log.</param>
/// <param name="Line">Its number, 1 for the first.</param>
/// <param name="Text">The line.</param>
public sealed record LogMention(AttemptLogFile Log, long Line, string Text);
