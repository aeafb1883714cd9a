using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Pawl.Secrets;

/// <summary>Secrets with a pattern that begins at the trigger.</summary>
/// <param name="Name">See <see cref="RedactionRule"/>.</param>
/// <param name="Why">See <see cref="RedactionRule"/>.</param>
/// <param name="Triggers">See <see cref="RedactionRule"/>.</param>
/// <param name="Pattern">Begins with <c>\G</c>; its group <c>secret</c> is hidden. What it reads without a match is bounded.</param>
internal sealed record PatternRule(string Name, string Why, ImmutableArray<string> Triggers, Regex Pattern)
    : RedactionRule(Name, Why, Triggers)
{
    /// <inheritdoc/>
    public override int Hide(string line, Stretch trigger, Mask mask) => mask.Add(Secret.In(Pattern.Match(line, trigger.Start)));
}

/// <summary>Secrets that are known as such only by a word elsewhere in the line, such as the program that gets a password.</summary>
/// <param name="Name">See <see cref="RedactionRule"/>.</param>
/// <param name="Why">See <see cref="RedactionRule"/>.</param>
/// <param name="Triggers">The words.</param>
/// <param name="Pattern">Its group <c>secret</c> is hidden wherever in the line it is.</param>
internal sealed record ContextRule(string Name, string Why, ImmutableArray<string> Triggers, Regex Pattern)
    : RedactionRule(Name, Why, Triggers)
{
    /// <inheritdoc/>
    public override int Hide(string line, Stretch trigger, Mask mask)
    {
        for (var match = Pattern.Match(line); match.Success; match = match.NextMatch())
            mask.Add(Secret.In(match));
        return line.Length;
    }
}

file static class Secret
{
    public static Stretch In(Match match)
    {
        var secret = match.Groups["secret"];
        return secret.Success && !Placeholder.Is(secret.ValueSpan) ? new Stretch(secret.Index, secret.Index + secret.Length) : Stretch.None;
    }
}
