using Pawl.Running;

namespace Pawl.Secrets;

/// <summary>Makes the error message that a build's history keeps.</summary>
public static class ErrorText
{
    /// <summary>The most lines of a message made from a task's output.</summary>
    public const int MaxLines = 20;

    /// <summary>The most characters (UTF-16 code units) of any message.</summary>
    public const int MaxLength = 4_096;

    /// <summary>How the task ended, and the last meaningful lines of its output.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="output">Its last lines, redacted.</param>
    public static string From(TaskEnd end, TailLines output) => string.Join("\n", output.Lines.Prepend(end.ToString()));

    /// <summary>A message that a user gave, redacted, without control characters, cut to <see cref="MaxLength"/>. Empty if nothing is left.</summary>
    public static string Clean(string userText, Redactor redactor) => redactor.Redact(userText);
}
