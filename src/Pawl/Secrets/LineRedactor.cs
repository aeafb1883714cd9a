namespace Pawl.Secrets;

/// <summary>Takes secrets out of a stream of lines, also those that go over line ends: a private key's block, a value that was
/// wrapped or cut. One for each stream; used by one thread at a time.</summary>
public sealed class LineRedactor
{
    // A rule's marker may make a rule see something more. What isn't done after so many rounds is a text made for it, of which nothing is shown.
    private const int MostRounds = 6;

    // What is kept of a long line's piece until more of it is there, unless a secret reaches further back.
    private const int Overlap = 1_024;

    private readonly Redactor _redactor;
    private readonly Mask _mask = new();
    private readonly PrivateKeyBlock _block = new();
    private readonly LastResort _resort;
    private readonly RandomText _random;
    private int _literal = LiteralSet.Start;
    private string _held = "";

    /// <summary>For a stream of text that people read.</summary>
    /// <param name="redactor">Which secrets.</param>
    public LineRedactor(Redactor redactor)
        : this(redactor, LastResort.On)
    {
    }

    private LineRedactor(Redactor redactor, LastResort resort) => (_redactor, _resort, _random) = (redactor, resort, new RandomText(resort));

    /// <summary>How many characters are kept of a long line: never more than a few pieces.</summary>
    internal int Held => _held.Length;

    /// <summary>For values that programs read: nothing is hidden for looking random alone.</summary>
    internal static LineRedactor OfValues(Redactor redactor) => new(redactor, LastResort.Off);

    /// <summary>The stream's next line (without its line end), redacted. A line with a secret loses its colours: they could stand
    /// within the secret.</summary>
    public string Redact(string line)
    {
        if (_held.Length == 0)
            return RedactLine(line);
        var rest = _held + line;
        _held = "";
        return RedactLine(rest);
    }

    /// <summary>The next piece of a line that is too long to come at once, redacted. Its end is kept until the next piece or
    /// <see cref="Redact"/>, so that a secret on the cut is seen whole; of a short piece nothing is returned yet.</summary>
    public string RedactPiece(string piece)
    {
        var text = _held + piece;
        var cut = CutBetweenSecrets(text);
        _held = text[cut..];
        return RedactLine(text[..cut]);
    }

    // A cut is right where the parts, each by itself, come out as they do together.
    private int CutBetweenSecrets(string text)
    {
        // Little is left of a piece that was all NULs, or whose end was kept before.
        if (text.Length <= Overlap)
            return 0;
        var whole = _redactor.Redact(text);
        for (var kept = Overlap; kept < text.Length; kept *= 2)
        {
            var cut = text.Length - kept;
            if (char.IsLowSurrogate(text[cut]))
                cut--;
            if (string.Concat(_redactor.Redact(text[..cut]), _redactor.Redact(text[cut..])) == whole)
                return cut;
        }

        return text.Length;
    }

    private string RedactLine(string line)
    {
        if (!line.Contains('\e'))
            return RedactPlain(line);
        var plain = TerminalText.WithoutColours(line);
        var redacted = RedactPlain(plain);
        // A control sequence ends with a letter. Where only its beginning stands before a secret, that is the secret's first one, and without it the
        // rest isn't known: the line is looked at as it is, too. Where that tells something else, nothing of the line is shown.
        var asItIs = new LineRedactor(_redactor, _resort).RedactPlain(line);
        if (asItIs != line && TerminalText.WithoutColours(asItIs) != redacted)
            return Redactor.Marker;
        return redacted == plain ? line : redacted;
    }

    private string RedactPlain(string line)
    {
        _block.Scan(line, _mask);
        if (!_redactor.Literals.IsEmpty)
            _literal = _redactor.Literals.Scan(line, _literal, _mask);
        _redactor.Rules.Scan(line, _mask);
        _random.Scan(line, _mask);
        var redacted = _mask.Apply(line);
        for (var round = 1; redacted != line; round++)
        {
            if (round == MostRounds)
                return Redactor.Marker;
            line = redacted;
            _redactor.Rules.Scan(line, _mask);
            _random.ScanAgain(line, _mask);
            redacted = _mask.Apply(line);
        }

        return redacted;
    }
}
