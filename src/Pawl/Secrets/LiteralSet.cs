namespace Pawl.Secrets;

/// <summary>Finds literal values in a stream of lines, as if there were no line ends: an automaton (Aho and Corasick's) whose state
/// goes on from line to line. Linear whatever the values and the text are.</summary>
internal sealed class LiteralSet
{
    /// <summary>The state in which nothing of a value has been seen.</summary>
    public const int Start = 0;

    // The beginning of a value at a line's end is hidden if it is that long, or half of the value.
    private const int TellingLength = 12;

    private readonly Automaton _automaton;
    private readonly QuadFilter _beginnings;
    private readonly string[] _words;

    /// <summary>A set of these values.</summary>
    public LiteralSet(IReadOnlyCollection<string> values)
    {
        var forms = values.SelectMany(LiteralForms.Of).Distinct().ToArray();
        _automaton = new Automaton(forms);
        _beginnings = new QuadFilter(forms);
        _words = [.. values.Select(value => value.Trim()).Where(value => value.Length is > 0 and < LiteralForms.Shortest).Distinct()];
        IsEmpty = forms.Length == 0 && _words.Length == 0;
    }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty { get; }

    /// <summary>Hides what of the values is in this line.</summary>
    /// <param name="line">The stream's next line.</param>
    /// <param name="state">The state after the line before; <see cref="Start"/> for the first.</param>
    /// <param name="mask">Takes what is found.</param>
    /// <returns>The state after this line.</returns>
    public int Scan(string line, int state, Mask mask)
    {
        foreach (var word in _words)
            HideWord(line, word, mask);
        var from = 0;
        for (var marker = 0; (marker = line.IndexOf(Redactor.Marker, from, StringComparison.Ordinal)) >= 0; from = marker + Redactor.Marker.Length)
        {
            ScanPiece(line, new Stretch(from, marker), state, mask);
            state = Start;
        }

        state = ScanPiece(line, new Stretch(from, line.Length), state, mask);
        if (_automaton.Pending(state) is var pending && (pending.Length >= TellingLength || (pending.Length >= LiteralForms.Shortest && pending.Length * 2 >= pending.Of)))
            mask.Add(new Stretch(Math.Max(from, line.Length - pending.Length), line.Length));
        return state;
    }

    // What an earlier line began is followed to its end. From there on only places are looked at where a value may begin; one of
    // which too few characters are in this line begins in the last ones.
    private int ScanPiece(string line, Stretch piece, int state, Mask mask)
    {
        var at = piece.Start;
        while (at < piece.End && _automaton.Depth(state) > at - piece.Start)
            state = Take(line, piece, at++, state, mask);
        if (_automaton.Depth(state) > at - piece.Start)
            return state;
        at = piece.Start;
        state = Start;
        for (var found = 0; (found = _beginnings.Find(line.AsSpan(0, piece.End), at)) >= 0;)
        {
            at = Math.Max(at, found - _beginnings.Behind);
            do
                state = Take(line, piece, at++, state, mask);
            while (at < piece.End && (at <= found || state != Start));
        }

        for (at = Math.Max(at, piece.End - _beginnings.Blind); at < piece.End; at++)
        {
            if (state != Start || _automaton.Begins(line[at]))
                state = Take(line, piece, at, state, mask);
        }

        return state;
    }

    private int Take(string line, Stretch piece, int at, int state, Mask mask)
    {
        var next = _automaton.Next(state, line[at]);
        if (_automaton.Found(next) is var length and > 0)
            mask.Add(new Stretch(Math.Max(piece.Start, at + 1 - length), at + 1));
        return next;
    }

    private static void HideWord(string line, string word, Mask mask)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0; at = line.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsWord(line[at - 1])) && (end == line.Length || !IsWord(line[end])))
                mask.Add(new Stretch(at, end));
        }
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
