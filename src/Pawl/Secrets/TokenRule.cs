using System.Buffers;
using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>Tokens that begin with a fixed, case-sensitive prefix. The prefix is hidden with the token.</summary>
/// <param name="Name">See <see cref="RedactionRule"/>.</param>
/// <param name="Why">See <see cref="RedactionRule"/>.</param>
/// <param name="Triggers">The prefixes.</param>
/// <param name="Alphabet">The characters that may follow.</param>
/// <param name="Least">How many of them follow at least.</param>
/// <param name="Most">How many of them follow at most.</param>
internal sealed record TokenRule(
    string Name, string Why, ImmutableArray<string> Triggers, SearchValues<char> Alphabet, int Least, int Most = int.MaxValue)
    : RedactionRule(Name, Why, Triggers)
{
    /// <summary>What must be among the characters that follow: with a short prefix, a name of only letters is no token.</summary>
    public TokenMixture Mixture { get; init; } = TokenMixture.Any;

    /// <inheritdoc/>
    public override int Hide(string line, Stretch trigger, Mask mask)
    {
        if (!Begins(line.AsSpan(trigger.Start, trigger.End - trigger.Start)) || !WordBorder.IsBefore(line, trigger.Start))
            return trigger.End;
        var rest = line.AsSpan(trigger.End);
        if (rest.Length > Most)
            rest = rest[..(Most + 1)];
        var other = rest.IndexOfAnyExcept(Alphabet);
        var length = other < 0 ? rest.Length : other;
        if (length < Least || length > Most)
            return trigger.End;
        // What isn't mixed has no part that is: it isn't looked at again.
        return IsMixed(rest[..length]) ? mask.Add(new Stretch(trigger.Start, trigger.End + length)) : trigger.End + length;
    }

    // A trigger is found in any case.
    private bool Begins(ReadOnlySpan<char> found)
    {
        foreach (var prefix in Triggers)
        {
            if (found.SequenceEqual(prefix))
                return true;
        }

        return false;
    }

    private bool IsMixed(ReadOnlySpan<char> token) => Mixture switch
    {
        TokenMixture.LettersAndDigits => token.ContainsAnyInRange('0', '9') && (token.ContainsAnyInRange('a', 'z') || token.ContainsAnyInRange('A', 'Z')),
        TokenMixture.BothCasesAndDigits => token.ContainsAnyInRange('0', '9') && token.ContainsAnyInRange('a', 'z') && token.ContainsAnyInRange('A', 'Z'),
        _ => true,
    };
}

/// <summary>What a token is made of.</summary>
internal enum TokenMixture
{
    /// <summary>Anything of its alphabet.</summary>
    Any,

    /// <summary>At least a letter and a digit.</summary>
    LettersAndDigits,

    /// <summary>At least a small letter, a capital and a digit.</summary>
    BothCasesAndDigits,
}
