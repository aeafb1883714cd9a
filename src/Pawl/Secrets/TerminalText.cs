using System.Text;
using System.Text.RegularExpressions;

namespace Pawl.Secrets;

/// <summary>Output that was made for a terminal, as plain text.</summary>
internal static partial class TerminalText
{
    /// <summary>Without control sequences such as colours.</summary>
    public static string WithoutColours(string line) => ControlSequence.Replace(line, "");

    /// <summary>Without any sequence that begins with an escape character.</summary>
    public static string WithoutSequences(string text) => text.Contains('\e') ? OtherSequence.Replace(WithoutColours(text), "") : text;

    /// <summary>What a terminal would show in the end: no control sequences, titles and links; of parts overwritten after a carriage
    /// return, the last that isn't blank; no other control character but tabs.</summary>
    public static string AsShown(string line)
    {
        var text = WithoutSequences(line);
        if (text.Contains('\r'))
            text = text.Split('\r').LastOrDefault(part => !string.IsNullOrWhiteSpace(part), "");
        return WithoutControls(text.TrimEnd(), keep: "\t");
    }

    /// <summary>Without control characters but those to keep, and U+FFFD in place of halves of surrogate pairs.</summary>
    public static string WithoutControls(string text, string keep)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                clean.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c))
                clean.Append('\uFFFD');
            else if (!char.IsControl(c) || keep.Contains(c))
                clean.Append(c);
        }

        return clean.ToString();
    }

    // ESC [ parameters intermediates final. One ESC more in front would make another sequence with what follows.
    [GeneratedRegex(@"\e+\[[0-?]*[ -/]*[@-~]?")]
    private static partial Regex ControlSequence { get; }

    // ESC ] text (BEL or ESC \), the same with P, X, ^, _; and ESC with one character.
    [GeneratedRegex(@"\e[\]PX^_][^\a\e]*(?:\a|\e\\)?|\e[ -/]*[0-~]?")]
    private static partial Regex OtherSequence { get; }
}
