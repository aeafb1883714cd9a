namespace Pawl.Secrets;

/// <summary>Takes secrets out of a stream of lines, also those that go over line ends: a private key's block, a value that was
/// wrapped or cut. One for each stream; used by one thread at a time.</summary>
/// <param name="redactor">Which secrets.</param>
public sealed class LineRedactor(Redactor redactor)
{
    // A rule's marker may make another rule see something; more rounds than this would be a text made for it.
    private const int MostRounds = 4;

    private readonly Mask _mask = new();
    private readonly PrivateKeyBlock _block = new();
    private int _literal = LiteralSet.Start;

    /// <summary>The stream's next line (without its line end), redacted. A line with a secret loses its colours: they could stand
    /// within the secret.</summary>
    public string Redact(string line)
    {
        if (!line.Contains('\e'))
            return RedactPlain(line);
        var plain = TerminalText.WithoutColours(line);
        var redacted = RedactPlain(plain);
        return redacted == plain ? line : redacted;
    }

    private string RedactPlain(string line)
    {
        _block.Scan(line, _mask);
        if (!redactor.Literals.IsEmpty)
            _literal = redactor.Literals.Scan(line, _literal, _mask);
        redactor.Rules.Scan(line, _mask);
        var redacted = _mask.Apply(line);
        for (var round = 1; round < MostRounds && !ReferenceEquals(redacted, line); round++)
        {
            line = redacted;
            redactor.Rules.Scan(line, _mask);
            redacted = _mask.Apply(line);
        }

        return redacted;
    }
}
