using System.Buffers;

namespace Pawl.Secrets;

/// <summary>How far a value without quotes goes.</summary>
internal enum ValueExtent
{
    /// <summary>A word, as in a shell.</summary>
    Word,

    /// <summary>If there is a space before it, the rest of the line, as in YAML and INI files; else a word.</summary>
    SpacedLine,
}

/// <summary>Finds where a value begins and ends.</summary>
internal static class AssignedValue
{
    private const int LongestTemplate = 256;

    private static readonly SearchValues<char> ClosingCharacters = SearchValues.Create(",;&)}]|<>");

    /// <summary>The value that stands here, without its quotes; nothing if there is none or only a placeholder.</summary>
    public static Stretch Read(string line, int at, ValueExtent extent)
    {
        var start = at;
        while (start < line.Length && line[start] is ' ' or '\t')
            start++;
        if (start == line.Length || IsStructure(line, start) || IsTemplate(line, start) || line.AsSpan(start).StartsWith("//"))
            return Stretch.None;
        var value = IsQuote(line[start]) || IsEscapedQuote(line, start) ? Quoted(line, start)
            : start > at && extent == ValueExtent.SpacedLine ? new Stretch(start, EndOfLine(line, start))
            : new Stretch(start, EndOfWord(line, start));
        return Placeholder.Is(line.AsSpan(value.Start, value.End - value.Start)) ? Stretch.None : value;
    }

    // The start of an object or a list is no value.
    private static bool IsStructure(string line, int at)
    {
        if (line[at] is not ('{' or '['))
            return false;
        return at + 1 == line.Length || line[at + 1] is ' ' or '"' or '\'' or ']' or '}';
    }

    // ${NAME}, $(command), {{ name }}, <name>: what will stand there isn't here.
    private static bool IsTemplate(string line, int at)
    {
        var text = line.AsSpan(at, Math.Min(line.Length - at, LongestTemplate));
        var close = text switch
        {
            ['$', '{', ..] => "}",
            ['$', '(', ..] => ")",
            ['{', '{', ..] => "}}",
            ['<', ..] => ">",
            _ => "",
        };
        return close.Length > 0 && text.IndexOf(close, StringComparison.Ordinal) is var end and > 0 && EndsBefore(line, at + end + close.Length);
    }

    private static Stretch Quoted(string line, int start)
    {
        var escaped = IsEscapedQuote(line, start);
        var from = escaped ? start + 2 : start + 1;
        var end = escaped ? line.IndexOf(line.Substring(start, 2), from, StringComparison.Ordinal) : ClosingQuote(line, from, line[start]);
        if (end < 0)
            return new Stretch(from, line.Length);
        // 'ab'"cd" is one word in a shell, and '' is a quote in SQL: the word is hidden with its quotes.
        var next = escaped ? end + 2 : end + 1;
        if (!escaped && next < line.Length && (IsQuote(line[next]) ? !EndsBefore(line, next + 1) : char.IsLetterOrDigit(line[next])))
            return new Stretch(start, EndOfWord(line, start));
        return new Stretch(from, end);
    }

    private static int ClosingQuote(string line, int from, char quote)
    {
        for (var i = from; i < line.Length; i++)
        {
            if (line[i] == quote)
                return i;
            if (line[i] == '\\')
                i++;
        }

        return -1;
    }

    private static int EndOfLine(string line, int start)
    {
        var comment = line.IndexOf(" #", start, StringComparison.Ordinal);
        return start + line.AsSpan(start, (comment < 0 ? line.Length : comment) - start).TrimEnd().TrimEnd(',').Length;
    }

    private static int EndOfWord(string line, int start)
    {
        var i = start;
        while (i < line.Length && !char.IsWhiteSpace(line[i]))
        {
            if (IsEscapedQuote(line, i))
                break;
            else if (line[i] == '\\' && i + 1 < line.Length)
                i += 2;
            else if (IsQuote(line[i]) && i > start && EndsBefore(line, i + 1))
                break;
            else if (IsQuote(line[i]))
                i = ClosingQuote(line, i + 1, line[i]) is var close and >= 0 ? close + 1 : i + 1;
            else if (ClosingCharacters.Contains(line[i]) && EndsBefore(line, i + 1))
                break;
            else
                i++;
        }

        return Math.Min(i, line.Length);
    }

    // A comma or a bracket may be part of a password. It ends the value if what follows can only come after a value.
    private static bool EndsBefore(string line, int at)
    {
        if (at >= line.Length || char.IsWhiteSpace(line[at]) || IsQuote(line[at]) || line[at] is '\\' or '/' || ClosingCharacters.Contains(line[at]))
            return true;
        var name = at;
        while (name < line.Length && name < at + 64 && (char.IsAsciiLetterOrDigit(line[name]) || line[name] is '_' or '-' or '.'))
            name++;
        return name > at && name < line.Length && line[name] == '=';
    }

    private static bool IsEscapedQuote(string line, int at) => line[at] == '\\' && at + 1 < line.Length && IsQuote(line[at + 1]);

    private static bool IsQuote(char c) => c is '"' or '\'' or '`';
}
