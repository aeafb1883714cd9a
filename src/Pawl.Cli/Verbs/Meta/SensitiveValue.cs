using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Meta;

/// <summary>A sensitive value: in a sealed build it is recorded as it is, secret or not; in another one what looks like a secret is masked, as ever.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Whole">The value.</param>
/// <param name="Masked">What may stand in the clear.</param>
internal sealed record SensitiveValue(string Key, string Whole, string Masked)
{
    /// <summary>What is recorded of it.</summary>
    /// <param name="build">The build that it is for.</param>
    /// <param name="tell">Told when that is not all of it.</param>
    public string For(BuildState build, Action<string> tell)
    {
        if (!build.Seal.IsNone || Masked == Whole)
            return Whole;
        tell($"pawl: metadata {Key} held a secret, which is not recorded in a build that isn't sealed; encrypt the store, or pass it on by a secret store");
        return Masked;
    }

    /// <summary>Reads <c>KEY=VALUE</c> texts. A key alone takes its value from standard input, so that it stands in no list of processes.</summary>
    /// <exception cref="UsageException">One isn't right.</exception>
    public static async ValueTask<ImmutableArray<SensitiveValue>> ReadAllAsync(IReadOnlyList<string> texts, TextReader input, CancellationToken cancellationToken)
    {
        if (texts.Count(text => !text.Contains('=', StringComparison.Ordinal)) > 1)
            throw new UsageException("only one key can take its value from standard input; write KEY=VALUE for the others");
        var values = ImmutableArray.CreateBuilder<SensitiveValue>();
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            values.Add(equals >= 0
                ? Of(text[..equals], text[(equals + 1)..])
                : Of(text, (await input.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).TrimEnd('\n')));
        }

        return values.ToImmutable();
    }

    /// <summary>A key and its value.</summary>
    /// <exception cref="UsageException">The key isn't right.</exception>
    public static SensitiveValue Of(string key, string value)
    {
        if (key.Length == 0)
            throw new UsageException("a metadata value needs a key: KEY=VALUE, or KEY with the value on standard input");
        return Redactor.Standard.Redact(key) == key
            ? new SensitiveValue(key, value, Redactor.Standard.RedactValue(key, value))
            : throw new UsageException("a metadata key that looks like a secret is not recorded; name it by what it is");
    }
}
