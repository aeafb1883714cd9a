namespace Pawl.Secrets;

/// <summary>Tells random text from names.</summary>
internal static class Randomness
{
    // How many changes between capitals, small letters and digits there are in a hundred characters: 62 in random ones, 20 in names.
    private const int LeastChanges = 42;

    // The most of one kind in a row: words are longer than what chance makes.
    private const int LongestRow = 8;

    /// <summary>Whether this looks random: capitals, small letters and digits in quick change, and little else.</summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        if (text.Length < RandomText.Shortest)
            return false;
        int capitals = 0, smalls = 0, digits = 0, changes = 0, row = 0, longest = 0;
        var before = Kind.Other;
        foreach (var c in text)
        {
            var kind = KindOf(c);
            row = kind == before ? row + 1 : 1;
            if (kind != before)
                changes++;
            if (kind == Kind.Capital)
                capitals++;
            else if (kind == Kind.Small)
                smalls++;
            else if (kind == Kind.Digit)
                digits++;
            longest = Math.Max(longest, row);
            before = kind;
        }

        if (!IsBothCases(text[..(text.Length / 2)]) || !IsBothCases(text[(text.Length / 2)..]))
            return false;
        var others = text.Length - capitals - smalls - digits;
        return capitals >= text.Length / 8 && smalls >= text.Length / 8 && digits >= Math.Max(2, text.Length / 25) && others <= text.Length / 8
            && changes * 100 >= LeastChanges * text.Length && longest <= LongestRow + (text.Length / 100);
    }

    // A path of small letters before a hash in capitals is none.
    private static bool IsBothCases(ReadOnlySpan<char> half) => half.ContainsAnyInRange('a', 'z') && half.ContainsAnyInRange('A', 'Z');

    private static Kind KindOf(char c) => c switch
    {
        >= 'a' and <= 'z' => Kind.Small,
        >= 'A' and <= 'Z' => Kind.Capital,
        >= '0' and <= '9' => Kind.Digit,
        _ => Kind.Other,
    };

    private enum Kind
    {
        Other,
        Small,
        Capital,
        Digit,
    }
}
