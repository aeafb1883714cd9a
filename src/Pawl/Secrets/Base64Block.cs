namespace Pawl.Secrets;

/// <summary>Knows the lines of certificates, signatures and files in base64 within a stream: random, and no secret that a last resort should guess.</summary>
internal sealed class Base64Block
{
    // As long as the lines of such blocks usually are.
    private const int OldPemLine = 60, PemLine = 64, MimeLine = 76;

    private const string Armour = "-----BEGIN ";
    private const string PrivateKey = "PRIVATE KEY";

    private const int None = -1;

    // Padding and white space behind the last character.
    private const int LongestEnd = 8;

    private int _column = None;
    private int _next = None;
    private bool _armoured;

    /// <summary>The stream's next line begins.</summary>
    public void Begin() => _column = _next;

    /// <summary>This line is looked at: for the first time, or again after something of it was hidden.</summary>
    public void Look(string line)
    {
        var armour = line.Contains("-----", StringComparison.Ordinal) ? line.IndexOf(Armour, StringComparison.Ordinal) : -1;
        _armoured = armour >= 0 && !line.Contains(PrivateKey, StringComparison.Ordinal);
        _next = _armoured ? armour : None;
    }

    /// <summary>Whether this run of the line belongs to such a block: to one in a single line, or at the same place as the line before, up to the
    /// line's end.</summary>
    public bool Holds(string line, Stretch run)
    {
        if (_armoured)
            return true;
        if (line.Length - run.End > LongestEnd || !line.AsSpan(run.End).TrimStart('=').IsWhiteSpace())
            return false;
        var isWhole = line.AsSpan(0, run.Start).IsWhiteSpace();
        var belongs = run.Start == _column || (isWhole && run.End - run.Start is OldPemLine or PemLine or MimeLine);
        if (belongs)
            _next = run.Start;
        return belongs;
    }
}
