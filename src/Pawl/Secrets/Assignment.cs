using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>Reads <c>name = value</c> in the ways that shells, configuration files and command lines write it.</summary>
internal static class Assignment
{
    // Names longer than this are read from their middle: what is read to the left of a trigger must be bounded.
    private const int LongestName = 64;

    private static readonly ImmutableArray<string> Endings =
        ["_key_base", "-key-base", "_base64", "_b64", "_value", "_plaintext", "_plain", "_text", "_hash", "_key", "-key", "key"];

    // <add key="DbPassword" value="..."/>
    private const string XmlValue = "value=";

    // What follows an option's name in prose: "use --token to log in".
    private static readonly ImmutableArray<string> Prose =
    [
        "a", "an", "and", "are", "as", "can", "flag", "for", "from", "in", "instead", "is", "must", "not", "on", "option", "options", "or", "requires",
        "should", "the", "to", "via", "was", "with",
    ];

    /// <summary>The value given to the name that ends with this trigger; nothing if it is no name or gets no value.</summary>
    public static Stretch ValueOf(string line, Stretch trigger)
    {
        var end = EndOfName(line, trigger.End);
        if (end < line.Length && IsNameCharacter(line[end]))
            return Stretch.None;
        var start = StartOfName(line, trigger.Start);
        var closed = SkipQuote(line, end);
        var at = SkipBlanks(line, closed);
        if (at == line.Length)
            return Stretch.None;
        if (closed > end && at > closed && string.Compare(line, at, XmlValue, 0, XmlValue.Length, StringComparison.OrdinalIgnoreCase) == 0)
            return AssignedValue.Read(line, at + XmlValue.Length, ValueExtent.Word);
        return line[at] switch
        {
            '=' => AssignedValue.Read(line, AfterSeparator(line, at), at > closed && BeginsLine(line, start) ? ValueExtent.SpacedLine : ValueExtent.Word),
            ':' when at + 1 < line.Length && line[at + 1] == ':' => Stretch.None,
            ':' => AssignedValue.Read(line, AfterSeparator(line, at), BeginsLine(line, start) ? ValueExtent.SpacedLine : ValueExtent.Word),
            '>' when start > 0 && line[start - 1] == '<' => Element(line, at + 1),
            _ when IsOption(line, start) => ValueOfOption(line, closed, at),
            _ => Stretch.None,
        };
    }

    private static int StartOfName(string line, int at)
    {
        var least = Math.Max(0, at - LongestName);
        while (at > least && (IsNameCharacter(line[at - 1]) || line[at - 1] == '.'))
            at--;
        return at;
    }

    private static int EndOfName(string line, int at)
    {
        foreach (var ending in Endings)
        {
            // All begin with one of these; most names have no ending.
            if (at < line.Length && line[at] is not ('_' or '-' or 'k' or 'K'))
                break;
            if (string.Compare(line, at, ending, 0, ending.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                at += ending.Length;
                break;
            }
        }

        while (at < line.Length && char.IsAsciiDigit(line[at]))
            at++;
        return at;
    }

    // A quote that closes the name, with the bracket of ['name'], and escaped if the text is JSON in a string.
    private static int SkipQuote(string line, int at)
    {
        if (at + 1 < line.Length && line[at] == '\\' && IsQuote(line[at + 1]))
            return at + 2;
        if (at >= line.Length || !IsQuote(line[at]))
            return at;
        return at + 1 < line.Length && line[at + 1] == ']' ? at + 2 : at + 1;
    }

    private static int SkipBlanks(string line, int at)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
            at++;
        return at;
    }

    // = == => : :=
    private static int AfterSeparator(string line, int at) => at + 1 < line.Length && line[at + 1] is '=' or '>' ? at + 2 : at + 1;

    private static bool BeginsLine(string line, int start) => line.AsSpan(0, start).IndexOfAnyExcept(" \t-\"'") < 0;

    // Also <password><value>...: the value is in the element within.
    private static Stretch Element(string line, int start)
    {
        if (line.AsSpan(start).StartsWith("<value>", StringComparison.OrdinalIgnoreCase))
            start += "<value>".Length;
        var end = line.IndexOf('<', start);
        return end >= 0 && line.AsSpan(end).StartsWith("</") ? new Stretch(start, end) : Stretch.None;
    }

    private static bool IsOption(string line, int start) =>
        line[start] == '-' && (start == 0 || line[start - 1] is ' ' or '\t' or '"' or '\'' or '[' or '(');

    // --name value, and "--name", "value" in a list.
    private static Stretch ValueOfOption(string line, int closed, int at)
    {
        if (line[at] == ',')
            at = SkipBlanks(line, at + 1);
        else if (at == closed)
            return Stretch.None;
        var value = AssignedValue.Read(line, at, ValueExtent.Word);
        return value.IsEmpty || line[value.Start] == '-' || Prose.Contains(line[value.Start..value.End]) ? Stretch.None : value;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static bool IsQuote(char c) => c is '"' or '\'' or '`';
}
