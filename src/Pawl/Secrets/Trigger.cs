namespace Pawl.Secrets;

/// <summary>A text at which a rule is asked.</summary>
internal sealed class Trigger
{
    // How often the letters from a to z stand in logs, in thousandths.
    private static readonly int[] LetterFrequency = [70, 15, 45, 40, 90, 20, 20, 20, 75, 2, 10, 45, 30, 70, 65, 35, 2, 65, 65, 80, 30, 10, 10, 5, 10, 3];

    private readonly string _small;

    /// <summary>One of a rule's.</summary>
    /// <param name="text">In ASCII.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="index">The rule's number.</param>
    public Trigger(string text, RedactionRule rule, int index)
    {
        (Text, Rule, Index, _small) = (text, rule, index, text.ToLowerInvariant());
        if (text.Length > 3)
            Offset = Enumerable.Range(0, text.Length - 2).MinBy(i => Frequency(i) * Frequency(i + 1) * Frequency(i + 2));
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Where in it that trigram is which the fewest lines have.</summary>
    public int Offset { get; }

    /// <summary>The rule.</summary>
    public RedactionRule Rule { get; }

    /// <summary>The rule's number.</summary>
    public int Index { get; }

    /// <summary>Whether it stands there, in capitals or small letters.</summary>
    public bool IsAt(string line, int start)
    {
        if (start < 0 || start > line.Length - _small.Length)
            return false;
        for (var i = 0; i < _small.Length; i++)
        {
            var c = line[start + i];
            if ((c is >= 'A' and <= 'Z' ? (char)(c | ' ') : c) != _small[i])
                return false;
        }

        return true;
    }

    private int Frequency(int at) => _small[at] switch
    {
        >= 'a' and <= 'z' and var letter => LetterFrequency[letter - 'a'],
        >= '0' and <= '9' => 90,
        ' ' or '\t' => 150,
        '-' or '_' or '.' or '/' or ':' => 40,
        _ => 15,
    };
}
