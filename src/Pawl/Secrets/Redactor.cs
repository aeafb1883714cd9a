using System.Collections.Frozen;

namespace Pawl.Secrets;

/// <summary>Takes secrets out of text before it reaches a disk, a log, an alert or a screen. Immutable, safe from many threads.</summary>
public sealed class Redactor
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Marker = "[redacted]";

    private readonly FrozenSet<string> _names;

    private Redactor(IEnumerable<string> literalValues, IEnumerable<string> names) =>
        (Literals, _names) = (new LiteralSet([.. literalValues]), names.ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>Knows the shapes of secrets, and no value.</summary>
    public static Redactor Standard { get; } = new([], []);

    /// <summary>The values that must appear nowhere.</summary>
    internal LiteralSet Literals { get; }

    /// <summary>The shapes of secrets.</summary>
    internal RuleScanner Rules { get; } = RuleScanner.Standard;

    /// <summary>Knows the shapes of secrets, and these values, which must appear nowhere: not as they are, no line of theirs that has
    /// four characters or more, not in base64 (alone or within something longer), URL-encoded, escaped for JSON or wrapped over lines;
    /// at most the first half of a value is seen where a line ends within it. Values of one to three characters are taken out only
    /// where they stand as a whole word, as they are: everywhere else they would say nothing and make the text unreadable. White space
    /// around a value doesn't count, and an empty value is none.</summary>
    public static Redactor For(IEnumerable<string> literalValues) => new(literalValues, []);

    /// <summary>The same, of values that have names.</summary>
    public static Redactor For(IEnumerable<NamedSecret> secrets) => For(secrets.Select(secret => secret.Value));

    /// <summary>The same, of values that have names.</summary>
    /// <param name="secrets">The values that are known.</param>
    /// <param name="names">All names of secrets: what is given to one of them elsewhere is a secret too.</param>
    public static Redactor For(IEnumerable<NamedSecret> secrets, IEnumerable<string> names) => new(secrets.Select(secret => secret.Value), names);

    /// <summary>Whether a secret was declared by this name, in capitals or small letters.</summary>
    public bool IsSecretName(string name) => _names.Contains(name);

    /// <summary>The text with <see cref="Marker"/> in place of each secret; names of keys and users stay. Redacting twice changes
    /// nothing more.</summary>
    public string Redact(string text) => Redact(text, new LineRedactor(this));

    /// <summary>A value without the secrets in it, where its key may tell that it is one: <c>db_password</c>, or a secret's name. It is for programs, so what
    /// only looks random stays: an id or a hash must not be lost by a guess.</summary>
    public string RedactValue(string key, string value)
    {
        if (IsSecretName(key) && value.Length > 0)
            return Marker;
        var pair = Redact($"{key}={value}", LineRedactor.OfValues(this));
        return pair.StartsWith(key + "=", StringComparison.Ordinal) ? pair[(key.Length + 1)..] : Redact(value, LineRedactor.OfValues(this));
    }

    private static string Redact(string text, LineRedactor lines)
    {
        if (!text.Contains('\n'))
            return lines.Redact(text);
        var parts = text.Split('\n');
        for (var i = 0; i < parts.Length; i++)
            parts[i] = parts[i].EndsWith('\r') ? lines.Redact(parts[i][..^1]) + '\r' : lines.Redact(parts[i]);
        return string.Join('\n', parts);
    }
}
