using System.Diagnostics.CodeAnalysis;
using Pawl.Builds;

namespace Pawl.Alerts;

/// <summary>States from one to another, both included: <c>70</c>, <c>5-40</c>.</summary>
public readonly record struct StateRange(StateCode From, StateCode To)
{
    /// <summary>What a range may look like, for messages.</summary>
    public const string Rule = "a state such as 70, or a range such as \"5-40\"";

    /// <summary>True when a state is in it.</summary>
    public bool Contains(StateCode state) => From <= state && state <= To;

    /// <summary>True when a state of it comes after one state, and not after another.</summary>
    public bool IsCrossed(StateCode before, StateCode after) => From <= after && To > before;

    /// <summary>Reads a range; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StateRange range)
    {
        range = default;
        var ends = (text ?? "").Split('-');
        if (ends.Length > 2 || !StateCode.TryParse(ends[0].Trim(), out var from) || !StateCode.TryParse(ends[^1].Trim(), out var to) || to < from)
            return false;
        range = new StateRange(from, to);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => From == To ? $"{From}" : $"{From}-{To}";
}
