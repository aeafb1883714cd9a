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
    /// <summary>Whether what was found is no secret, by what stands before it.</summary>
    public PublicValue Unless { get; init; } = KnownPublic.Never;

    /// <inheritdoc/>
    public override int Hide(string line, Stretch trigger, Mask mask)
    {
        var match = Pattern.Match(line, trigger.Start);
        return match.Success && Unless(line, match.Groups["secret"].Index) ? trigger.End : Secret.Hide(match, mask);
    }
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
            Secret.Hide(match, mask);
        return line.Length;
    }
}

file static class Secret
{
    // A group may stand at two places, and so have two captures.
    public static int Hide(Match match, Mask mask)
    {
        var end = 0;
        foreach (Capture secret in match.Groups["secret"].Captures)
        {
            if (!Placeholder.Is(secret.ValueSpan))
                end = Math.Max(end, mask.Add(new Stretch(secret.Index, secret.Index + secret.Length)));
        }

        return end;
    }
}
