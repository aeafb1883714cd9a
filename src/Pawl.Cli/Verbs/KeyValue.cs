using System.Collections.Immutable;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs;

/// <summary>A metadata value on the command line: <c>KEY=VALUE</c>.</summary>
internal readonly record struct KeyValue(string Key, string Value)
{
    /// <summary>Reads several; what looks like a secret is not taken along.</summary>
    /// <exception cref="UsageException">One of them has no <c>=</c>, or nothing before it.</exception>
    public static ImmutableArray<KeyValue> ParseAll(IEnumerable<string> texts) => [.. texts.Select(Parse)];

    /// <summary>A key and its value; what looks like a secret is not taken along.</summary>
    /// <exception cref="UsageException">The key itself looks like one.</exception>
    public static KeyValue Of(string key, string value, Redactor redactor) => redactor.Redact(key) == key
        ? new KeyValue(key, redactor.RedactValue(key, value))
        : throw new UsageException("a metadata key that looks like a secret is not recorded; name it by what it is");

    private static KeyValue Parse(string text)
    {
        if (text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
            throw new UsageException($"'{Ask.Shorten(text)}' is not KEY=VALUE");
        return Of(text[..at], text[(at + 1)..], Redactor.Standard);
    }
}
