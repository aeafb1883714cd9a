using System.Globalization;
using System.Text;
using Pawl.Pipelines;
using Pawl.Running;

namespace Pawl.Secrets;

/// <summary>Makes the error message that a build's history keeps.</summary>
public static class ErrorText
{
    /// <summary>The most lines of a message made from a task's output.</summary>
    public const int MaxLines = 20;

    /// <summary>The most characters (UTF-16 code units) of any message.</summary>
    public const int MaxLength = 4_096;

    // How the task ended is one line of at most so many characters.
    private const int LongestEnding = 512;

    /// <summary>How the task ended, such as <c>exit code 1</c> or <c>killed by signal 9 (KILL)</c>, and the last meaningful lines of its
    /// output: errors and their surroundings first, no progress bars, repeated lines once. Notes say how many lines are left out.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="output">Its last lines, redacted.</param>
    /// <returns>At most <see cref="MaxLines"/> lines and <see cref="MaxLength"/> characters.</returns>
    public static string From(TaskEnd end, TailLines output)
    {
        var ending = Shorten(Describe(end), LongestEnding);
        var lines = MeaningfulLines.Of(output.Lines);
        return string.Join('\n', ErrorExcerpt.Of(lines, output.Dropped, MaxLines - 1, MaxLength - ending.Length - 1).Prepend(ending));
    }

    /// <summary>A message that a user gave: redacted, without control characters and terminal sequences, line ends as <c>\n</c>, halves of
    /// surrogate pairs as U+FFFD; of one that is longer than <see cref="MaxLength"/>, the first and the last part with a note between
    /// them. Empty if nothing is left.</summary>
    public static string Clean(string userText, Redactor redactor)
    {
        // Redacted twice: what takes terminal sequences out may take the first letter of a secret with one, and may join what stood around one.
        var lines = redactor.Redact(userText.ReplaceLineEndings("\n"));
        var plain = TerminalText.WithoutControls(TerminalText.WithoutSequences(lines), keep: "\n\t").Trim();
        return Shorten(redactor.Redact(plain), MaxLength);
    }

    /// <summary>The first and the last part of a text that is too long, cut at line ends where they are near, and how much is left out.</summary>
    internal static string Shorten(string text, int most)
    {
        if (text.Length <= most)
            return text;
        const int longestNote = 48;
        var half = (most - longestNote) / 2;
        var first = EndOfFirst(text, half);
        var last = StartOfLast(text, text.Length - half);
        var note = string.Create(CultureInfo.InvariantCulture, $"[... {last - first:N0} characters left out ...]");
        var border = text.Contains('\n') ? "\n" : " ";
        return new StringBuilder(most).Append(text.AsSpan(0, first).TrimEnd()).Append(border).Append(note).Append(border)
            .Append(text.AsSpan(last).TrimStart()).ToString();
    }

    private static int EndOfFirst(string text, int at)
    {
        var lineEnd = text.LastIndexOf('\n', at - 1, at / 4);
        if (lineEnd >= 0)
            return lineEnd;
        return char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
    }

    private static int StartOfLast(string text, int at)
    {
        var lineEnd = text.IndexOf('\n', at, (text.Length - at) / 4);
        if (lineEnd >= 0)
            return lineEnd + 1;
        return char.IsLowSurrogate(text[at]) ? at + 1 : at;
    }

    private static string Describe(TaskEnd end) => end switch
    {
        TaskEnd.Exited exited => $"exit code {exited.Code}",
        TaskEnd.Signaled signaled => SignalName(signaled.Signal) is { Length: > 0 } name ? $"killed by signal {signaled.Signal} ({name})" : $"killed by signal {signaled.Signal}",
        TaskEnd.TimedOut timedOut => $"timed out after {Duration.Format(timedOut.Limit)}",
        TaskEnd.Stopped => "stopped",
        TaskEnd.Lapsed => "killed: its worker did not renew its lease in time",
        TaskEnd.NotStarted notStarted => $"could not be started: {TerminalText.AsShown(notStarted.Message.ReplaceLineEndings(" "))}",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "no such end"),
    };

    // Linux's numbers on all processors that .NET runs on.
    private static string SignalName(int signal) => signal switch
    {
        1 => "HUP",
        2 => "INT",
        3 => "QUIT",
        4 => "ILL",
        5 => "TRAP",
        6 => "ABRT",
        7 => "BUS",
        8 => "FPE",
        9 => "KILL",
        10 => "USR1",
        11 => "SEGV",
        12 => "USR2",
        13 => "PIPE",
        14 => "ALRM",
        15 => "TERM",
        24 => "XCPU",
        25 => "XFSZ",
        31 => "SYS",
        _ => "",
    };
}
