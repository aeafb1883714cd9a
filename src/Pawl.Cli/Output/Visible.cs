using System.Globalization;
using System.Text;

namespace Pawl.Cli.Output;

/// <summary>Makes text that others wrote safe to show: what a terminal would act on, or what would mislead a reader, is shown escaped.</summary>
internal static class Visible
{
    /// <summary>As one line: line breaks are escaped too.</summary>
    public static string Line(string text) => Escape(text, keep: "");

    /// <summary>Line breaks and tabs stay.</summary>
    public static string Text(string text) => Escape(text, keep: "\n\t");

    /// <summary>True for characters that are acted on instead of shown: controls, line separators, and marks that turn the writing direction.</summary>
    public static bool IsActing(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u200e' or '\u200f' or '\ufeff'
        || c is >= '\u202a' and <= '\u202e' || c is >= '\u2066' and <= '\u2069';

    private static string Escape(string text, string keep)
    {
        if (!text.Any(c => IsActing(c) && !keep.Contains(c)))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsActing(c) && !keep.Contains(c))
                Append(shown, c);
            else
                shown.Append(c);
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, char c) => _ = c switch
    {
        '\n' => shown.Append("\\n"),
        '\r' => shown.Append("\\r"),
        '\t' => shown.Append("\\t"),
        < '\u0100' => shown.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
        _ => shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };
}
