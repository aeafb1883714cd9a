namespace Pawl.Secrets;

/// <summary>Takes secrets out of a stream of lines, also those that go over line ends: a private key's block, a value that was
/// wrapped or cut. One for each stream; used by one thread at a time.</summary>
public sealed class LineRedactor(Redactor redactor)
{
    /// <summary>The stream's next line (without its line end), redacted.</summary>
    public string Redact(string line) => redactor.Redact(line);
}
