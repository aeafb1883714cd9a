using System.Collections.Immutable;

namespace Pawl.Tests.Secrets.Corpus;

/// <summary>A kind of secret. What it looks like is written after its vendor's documentation, not after the rule that finds it, and where it
/// stands after what build logs look like. Prefixes are put together here, so that no file of this repository holds one.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Make">Makes one up.</param>
/// <param name="Contexts">Where it stands: the first <c>{}</c> is the secret.</param>
internal sealed record SecretKind(string Name, Func<Shapes, string> Make, ImmutableArray<string> Contexts);

/// <summary>A secret in the text around it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Before">What stands before it.</param>
/// <param name="Secret">The secret; a key has several lines.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record SecretSample(string Kind, string Before, string Secret, string After)
{
    // So many characters in a row tell something of a secret.
    private const int Telling = 8;

    public string Text => Before + Secret + After;

    /// <summary>Puts a secret where a context has its place for it.</summary>
    public static SecretSample Of(string kind, string context, string secret)
    {
        var at = context.IndexOf("{}", StringComparison.Ordinal);
        return new SecretSample(kind, context[..at], secret, context[(at + 2)..]);
    }

    /// <summary>Whether eight characters in a row of the secret, or all of a shorter one, still stand in a text.</summary>
    public bool IsSeenIn(string text)
    {
        foreach (var part in Secret.Split(["\n", "\\n"], StringSplitOptions.RemoveEmptyEntries).Where(part => !part.Contains("-----", StringComparison.Ordinal)))
        {
            var length = Math.Min(Telling, part.Length);
            for (var i = 0; i + length <= part.Length; i++)
            {
                var piece = part.Substring(i, length);
                if (text.Contains(piece, StringComparison.Ordinal) && !Before.Contains(piece, StringComparison.Ordinal) && !After.Contains(piece, StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }
}
