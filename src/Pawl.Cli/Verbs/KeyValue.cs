using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs;

/// <summary>A metadata value on the command line: <c>KEY=VALUE</c>.</summary>
internal readonly record struct KeyValue(string Key, string Value)
{
    /// <summary>Reads several.</summary>
    /// <exception cref="UsageException">One of them has no <c>=</c>, or nothing before it.</exception>
    public static ImmutableArray<KeyValue> ParseAll(IEnumerable<string> texts) => [.. texts.Select(Parse)];

    /// <summary>A key and its value; what looks like a secret is not taken along.</summary>
    /// <exception cref="UsageException">The key itself looks like one.</exception>
    public static KeyValue Of(string key, string value, Redactor redactor) => redactor.Redact(key) == key
        ? new KeyValue(key, redactor.RedactValue(key, value))
        : throw new UsageException("a metadata key that looks like a secret is not recorded; name it by what it is");

    /// <summary>Sets several, without the secrets in them.</summary>
    public static Change SetAll(ImmutableArray<KeyValue> pairs, Change change, Action<string> tell)
    {
        if (pairs.IsEmpty)
            return change;
        var pipeline = KnownPipeline.Of(change.After);
        var secrets = BuildSecrets.Of(pipeline, change.After);
        // What is sensitive already is shown to nobody: its old value may stand in the new one.
        var ofPipeline = BuildSecrets.Of(pipeline);
        return pairs.Select(pair => (change.After.SensitiveKeys.Contains(pair.Key) ? ofPipeline : secrets).Safe(pair, tell))
            .Aggregate(change, (c, pair) => c.SetMetadata(pair.Key, pair.Value));
    }

    private static KeyValue Parse(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? new KeyValue(text[..at], text[(at + 1)..])
        : throw new UsageException($"'{Ask.Shorten(text)}' is not KEY=VALUE");
}
