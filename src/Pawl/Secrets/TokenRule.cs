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
    /// <inheritdoc/>
    public override int Hide(string line, Stretch trigger, Mask mask) => mask.Add(Find(line, trigger));

    private Stretch Find(string line, Stretch trigger)
    {
        if (!Triggers.Contains(line[trigger.Start..trigger.End]) || !WordBorder.IsBefore(line, trigger.Start))
            return Stretch.None;
        var rest = line.AsSpan(trigger.End);
        if (rest.Length > Most)
            rest = rest[..(Most + 1)];
        var other = rest.IndexOfAnyExcept(Alphabet);
        var length = other < 0 ? rest.Length : other;
        return length >= Least && length <= Most ? new Stretch(trigger.Start, trigger.End + length) : Stretch.None;
    }
}
