namespace Pawl.Secrets;

/// <summary>Tells fast where one of many texts may begin, by its first three characters; some places are false, none is missed. For
/// the hundred texts that are searched for here, <see cref="System.Buffers.SearchValues"/> is three times slower: it vectorises few.</summary>
internal sealed class TrigramFilter
{
    // A character is one of 32 classes, so that the table of all trigrams is 32 KiB: letters without case, and groups of others. Nothing is
    // of class 0: it stands for what is behind the line's end.
    private const int Bits = 5;
    private const int Classes = 1 << Bits;
    private const int Other = Classes - 1;
    private const int Trigrams = 1 << (3 * Bits);

    private static readonly byte[] ClassOf = [.. Enumerable.Range(0, 128).Select(c => Classify((char)c))];

    private readonly bool[] _begins = new bool[Trigrams];

    /// <summary>A filter for these texts, of two characters or more.</summary>
    public TrigramFilter(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            var pair = (Class(text[0]) << Bits) | Class(text[1]);
            var (least, most) = text.Length > 2 ? (Class(text[2]), Class(text[2])) : (0, Classes - 1);
            for (var third = least; third <= most; third++)
                _begins[(pair << Bits) | third] = true;
        }
    }

    /// <summary>The first place, from this one on, where a text may begin; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<char> line, int from)
    {
        var begins = _begins;
        var trigram = 0;
        for (var i = from; i < line.Length; i++)
        {
            trigram = ((trigram << Bits) | Class(line[i])) & (Trigrams - 1);
            if (begins[trigram])
                return i - 2;
        }

        trigram = (trigram << Bits) & (Trigrams - 1);
        return begins[trigram] ? line.Length - 2 : -1;
    }

    private static int Class(char c) => c < ClassOf.Length ? ClassOf[c] : Other;

    private static byte Classify(char c) => c switch
    {
        >= 'a' and <= 'z' => (byte)(c - 'a' + 1),
        >= 'A' and <= 'Z' => (byte)(c - 'A' + 1),
        >= '0' and <= '9' => 27,
        '=' or '$' => 28,
        '-' or '_' => 29,
        ' ' or '\t' => 30,
        _ => Other,
    };
}
