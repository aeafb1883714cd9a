using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Pawl.Pipelines;

namespace Pawl.Retrying;

/// <summary>A regular expression of a pipeline's. No pattern, however unlucky, can hold a build up: it is matched without
/// backtracking, against a bounded part of a line, for a bounded time.</summary>
internal sealed class OutputPattern
{
    private const int MaxPattern = 1000;
    private const int MaxLine = 4000;

    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(100);

    private readonly Regex _regex;

    private OutputPattern(Regex regex) => _regex = regex;

    /// <summary>Compiles a pattern.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out OutputPattern? pattern, out Complaint complaint)
    {
        (pattern, complaint) = (null, default);
        if (text.Length > MaxPattern)
        {
            complaint = new($"the regular expression has {text.Length} characters", $"shorten it to {MaxPattern}, or split it into several rules");
            return false;
        }

        try
        {
            pattern = new OutputPattern(new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MaxTime));
        }
        catch (RegexParseException e)
        {
            complaint = new(
                $"`/{text}/` is no regular expression: {Reason(e.Error)} at its character {e.Offset}",
                "mend it, or put \\ before a character that is meant as such");
        }
        catch (NotSupportedException)
        {
            complaint = new(
                $"`/{text}/` looks around, refers back or repeats too much, which can take forever",
                "say it with plain groups, alternatives and repeats");
        }

        return pattern is not null;
    }

    /// <summary>True when some part of one of the lines matches. A pattern that needs too long for one of them is given up.</summary>
    public bool MatchesAny(IReadOnlyList<string> lines)
    {
        try
        {
            return lines.Any(line => _regex.IsMatch(line.AsSpan(0, Math.Min(line.Length, MaxLine))));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Reason(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a ( is never closed",
        RegexParseError.InsufficientOpeningParentheses => "a ) closes nothing",
        RegexParseError.UnterminatedBracket => "a [ is never closed",
        RegexParseError.QuantifierAfterNothing => "a *, +, ? or { repeats nothing",
        RegexParseError.NestedQuantifiersNotParenthesized => "a repeat is repeated",
        RegexParseError.ReversedCharacterRange => "a range of characters is the wrong way round",
        RegexParseError.ReversedQuantifierRange => "a range of repeats is the wrong way round",
        RegexParseError.UnescapedEndingBackslash => "a \\ stands before nothing",
        RegexParseError.UnrecognizedEscape => "there is no such \\ escape",
        _ => "it can't be read",
    };
}
