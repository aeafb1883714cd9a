using System.Text;

namespace Pawl.Postgres;

/// <summary>Text as PostgreSQL can keep it in a column: without the character 0 and halves of characters. Events keep text as it is, as JSON.</summary>
internal static class SqlText
{
    /// <summary>The text with U+FFFD in place of what can't be kept.</summary>
    public static string Of(string text)
    {
        if (!text.Any(c => c == '\0' || char.IsSurrogate(c)))
            return text;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            kept.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return kept.ToString();
    }
}
