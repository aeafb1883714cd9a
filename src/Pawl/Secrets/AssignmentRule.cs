using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>Values that are secret by the name they are given to: <c>password=...</c> and its like in shell, YAML, JSON, XML, connection
/// strings, URLs and command lines. The name stays.</summary>
/// <param name="Name">See <see cref="RedactionRule"/>.</param>
/// <param name="Why">See <see cref="RedactionRule"/>.</param>
/// <param name="Triggers">How such names end.</param>
internal sealed record AssignmentRule(string Name, string Why, ImmutableArray<string> Triggers) : RedactionRule(Name, Why, Triggers)
{
    /// <summary>If not empty, one of these must stand directly before the trigger.</summary>
    public ImmutableArray<string> OnlyAfter { get; init; } = [];

    /// <summary>None of these may stand directly before the trigger: prose, such as <c>unexpected token: x</c>.</summary>
    public ImmutableArray<string> NeverAfter { get; init; } = [];

    /// <summary>Values that are no secret under this name.</summary>
    public ImmutableArray<HarmlessValue> Harmless { get; init; } = [];

    /// <inheritdoc/>
    public override int Hide(string line, Stretch trigger, Mask mask)
    {
        var before = line.AsSpan(0, trigger.Start);
        if ((!OnlyAfter.IsEmpty && !EndsWithAny(before, OnlyAfter)) || EndsWithAny(before, NeverAfter))
            return trigger.End;
        var value = Assignment.ValueOf(line, trigger);
        return value.IsEmpty || IsHarmless(line.AsSpan(value.Start, value.End - value.Start)) ? trigger.End : mask.Add(value);
    }

    private bool IsHarmless(ReadOnlySpan<char> value)
    {
        foreach (var harmless in Harmless)
        {
            if (harmless(value))
                return true;
        }

        return false;
    }

    private static bool EndsWithAny(ReadOnlySpan<char> text, ImmutableArray<string> ends)
    {
        foreach (var end in ends)
        {
            if (text.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
