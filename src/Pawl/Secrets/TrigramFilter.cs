namespace Pawl.Secrets;

/// <summary>Tells fast where one of many texts may begin, by three characters; some places are false, none is missed. For
/// the hundreds of texts that are searched for here, <see cref="System.Buffers.SearchValues"/> is several times slower: it vectorises few.</summary>
internal sealed class TrigramFilter
{
    // A character is one of 32 classes, so that the table of all trigrams is 32 KiB: letters without case, rare ones together, and groups of
    // others. Nothing is of class 0: it stands for what is behind the line's end.
    private const int Bits = 5;
    private const int Classes = 1 << Bits;
    private const int Other = Classes - 1;

    /// <summary>So many trigrams there are.</summary>
    public const int Trigrams = 1 << (3 * Bits);

    private static readonly byte[] ClassOf = [.. Enumerable.Range(0, 128).Select(c => Classify((char)c))];

    private readonly bool[] _begins = new bool[Trigrams];

    /// <summary>A filter for these texts, of two characters or more, by their first three.</summary>
    public TrigramFilter(IEnumerable<string> texts)
    {
        foreach (var text in texts)
            Add(text);
    }

    /// <summary>Adds one more text, and returns all trigrams that it may begin with: several for one of two characters.</summary>
    public IReadOnlyList<int> Add(ReadOnlySpan<char> text)
    {
        var pair = (Class(text[0]) << Bits) | Class(text[1]);
        var (least, most) = text.Length > 2 ? (Class(text[2]), Class(text[2])) : (0, Classes - 1);
        int[] trigrams = [.. Enumerable.Range(least, most - least + 1).Select(third => (pair << Bits) | third)];
        foreach (var trigram in trigrams)
            _begins[trigram] = true;
        return trigrams;
    }

    /// <summary>The first place, from this one on, where a text may begin; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<char> line, int from) => Find(line, from, out _);

    /// <summary>The same, and the trigram that is there.</summary>
    public int Find(ReadOnlySpan<char> line, int from, out int trigram)
    {
        var begins = _begins;
        trigram = 0;
        var seen = 0;
        for (var i = from; i < line.Length; i++)
        {
            seen = ((seen << Bits) | Class(line[i])) & (Trigrams - 1);
            if (begins[seen])
            {
                trigram = seen;
                return i - 2;
            }
        }

        trigram = (seen << Bits) & (Trigrams - 1);
        return begins[trigram] ? line.Length - 2 : -1;
    }

    private static int Class(char c) => c < ClassOf.Length ? ClassOf[c] : Other;

    private static byte Classify(char c) => char.ToLowerInvariant(c) switch
    {
        'j' or 'q' or 'x' or 'z' => 1,
        >= 'a' and <= 'z' and var letter => (byte)(letter - 'a' + 2 - "jqxz".Count(rare => rare < letter)),
        >= '0' and <= '9' => 24,
        '=' or '$' => 25,
        '-' or '_' => 26,
        ' ' or '\t' => 27,
        ':' => 28,
        '/' => 29,
        '.' => 30,
        _ => Other,
    };
}
