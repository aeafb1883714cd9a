using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    // Of every character, so that none is compared first; the far part is never touched.
    private static readonly byte[] ClassOf = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => Classify((char)c))];

    private readonly bool[] _begins = new bool[Trigrams];

    /// <summary>Adds one more text, of two characters or more, by its first three, and returns all trigrams that it may begin with: several for one of two characters.</summary>
    public IReadOnlyList<int> Add(ReadOnlySpan<char> text)
    {
        var pair = (Class(text[0]) << Bits) | Class(text[1]);
        var (least, most) = text.Length > 2 ? (Class(text[2]), Class(text[2])) : (0, Classes - 1);
        int[] trigrams = [.. Enumerable.Range(least, most - least + 1).Select(third => (pair << Bits) | third)];
        foreach (var trigram in trigrams)
            _begins[trigram] = true;
        return trigrams;
    }

    /// <summary>The first place, from this one on, where a text may begin, and the trigram that is there; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<char> line, int from, out int trigram)
    {
        // Checked reads would take half again the time: a class of each character is there, and a trigram is masked to what is there.
        ref var begins = ref MemoryMarshal.GetArrayDataReference(_begins);
        ref var classes = ref MemoryMarshal.GetArrayDataReference(ClassOf);
        var seen = 0;
        for (var i = from; i < line.Length; i++)
        {
            seen = ((seen << Bits) | Unsafe.Add(ref classes, line[i])) & (Trigrams - 1);
            if (!Unsafe.Add(ref begins, seen))
                continue;
            trigram = seen;
            return i - 2;
        }

        trigram = (seen << Bits) & (Trigrams - 1);
        return _begins[trigram] ? line.Length - 2 : -1;
    }

    private static int Class(char c) => ClassOf[c];

    private static byte Classify(char c) => (char.IsAscii(c) ? char.ToLowerInvariant(c) : c) switch
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
