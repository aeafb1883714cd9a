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
    public HarmlessValue Harmless { get; init; } = HarmlessValues.None;

    /// <inheritdoc/>
    public override int Hide(string line, Stretch trigger, Mask mask)
    {
        var before = line.AsSpan(0, trigger.Start);
        if ((!OnlyAfter.IsEmpty && !EndsWithAny(before, OnlyAfter)) || EndsWithAny(before, NeverAfter))
            return trigger.End;
        var value = Assignment.ValueOf(line, trigger);
        return value.IsEmpty || Harmless(line.AsSpan(value.Start, value.End - value.Start)) ? trigger.End : mask.Add(value);
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

/// <summary>Whether a value is no secret.</summary>
internal delegate bool HarmlessValue(ReadOnlySpan<char> value);

/// <summary>Values that are no secrets under some names.</summary>
internal static class HarmlessValues
{
    /// <summary>Every value is a secret.</summary>
    public static bool None(ReadOnlySpan<char> value) => false;

    /// <summary>The path of a file, as in <c>--private-key ~/.ssh/id_rsa</c> and <c>PWD=/root</c>.</summary>
    public static bool Path(ReadOnlySpan<char> value) => value[0] is '/' or '~' || value.StartsWith("./") || value.EndsWith(".pem") || value.EndsWith(".key");

    /// <summary>More than one word, as in <c>passwd: password updated successfully</c>, where the program's name comes first.</summary>
    public static bool Sentence(ReadOnlySpan<char> value) => value.ContainsAny(' ', '\t');

    /// <summary>A small number: a parser's or a model's token.</summary>
    public static bool SmallNumber(ReadOnlySpan<char> value) => value.Length < 6 && !value.ContainsAnyExceptInRange('0', '9');
}
