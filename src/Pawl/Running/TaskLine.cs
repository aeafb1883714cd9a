namespace Pawl.Running;

/// <summary>What a task printed.</summary>
/// <param name="Text">A line without its end, or a piece of one that is very long.</param>
/// <param name="End">What comes after it.</param>
public readonly record struct TaskLine(string Text, TaskLineEnd End);

/// <summary>What comes after a piece of text.</summary>
public enum TaskLineEnd
{
    /// <summary>The line's end.</summary>
    Line,

    /// <summary>More of the same line: the cut has no meaning, and may stand in the middle of a word.</summary>
    Piece,
}
