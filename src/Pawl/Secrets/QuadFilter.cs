using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pawl.Secrets;

/// <summary>Tells fast where one of many texts may be, by exactly four characters near its beginning; few places are false, none is missed.
/// Where all texts are long enough, only every second, third or fourth place is looked at.</summary>
internal sealed class QuadFilter
{
    private const int Length = 4;
    private const int LongestStride = 4;

    // 16 KiB of bits, so that it stays in the nearest cache.
    private const int HashBits = 17;
    private const int WordBits = 6;

    // Knuth's: 2 to the 64th divided by the golden ratio.
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly ulong[] _quads = new ulong[1 << (HashBits - WordBits)];
    private readonly int _stride;

    /// <summary>A filter for these texts, of four characters or more.</summary>
    public QuadFilter(IReadOnlyCollection<string> texts)
    {
        _stride = Math.Min(LongestStride, texts.Select(text => text.Length).DefaultIfEmpty(Length).Min() - Length + 1);
        foreach (var hash in texts.SelectMany(text => Enumerable.Range(0, _stride).Select(at => Hash(text, at))))
            _quads[hash >> WordBits] |= 1UL << hash;
    }

    /// <summary>How far behind a text's beginning the place may be that is found.</summary>
    public int Behind => _stride - 1;

    /// <summary>How many characters at a line's end are too few to find what begins there.</summary>
    public int Blind => Length - 1 + Behind;

    /// <summary>The first place, from this one on, at which or up to <see cref="Behind"/> before which a text may begin; -1 if there is none.</summary>
    public int Find(ReadOnlySpan<char> line, int from)
    {
        var quads = _quads;
        for (var i = from; i <= line.Length - Length; i += _stride)
        {
            var hash = Hash(line, i);
            if ((quads[hash >> WordBits] >> hash & 1) != 0)
                return i;
        }

        return -1;
    }

    // A shift by the hash is one by its lowest six bits.
    private static int Hash(ReadOnlySpan<char> line, int at)
    {
        // Four characters are there: the callers see to it. Checked reads would take twice the time.
        ref var first = ref Unsafe.As<char, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(line), at));
        return (int)((Unsafe.ReadUnaligned<ulong>(ref first) * Multiplier) >> (64 - HashBits));
    }
}
