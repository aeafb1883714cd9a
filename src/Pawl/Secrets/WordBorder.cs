namespace Pawl.Secrets;

/// <summary>Where a word may begin and end, also in text that was escaped for JSON or a URL.</summary>
internal static class WordBorder
{
    /// <summary>The same as a pattern, for rules that are one.</summary>
    public const string BeforePattern = @"(?<=^|[^A-Za-z0-9_]|\\[nrt]|%[0-9A-Fa-f]{2})";

    /// <summary>Whether a word may begin here: at the start, after a character that is in no word, after <c>\n</c> or <c>%3D</c>.</summary>
    public static bool IsBefore(string line, int at)
    {
        if (at == 0 || !IsWord(line[at - 1]))
            return true;
        if (at >= 2 && line[at - 2] == '\\' && line[at - 1] is 'n' or 'r' or 't')
            return true;
        return at >= 3 && line[at - 3] == '%' && char.IsAsciiHexDigit(line[at - 2]) && char.IsAsciiHexDigit(line[at - 1]);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
