using System.Buffers;
using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>Applies rules to lines. One vectorised search over all triggers tells most lines to be free of secrets.</summary>
internal sealed class RuleScanner
{
    private readonly SearchValues<string> _triggers;
    private readonly ImmutableArray<(string Trigger, RedactionRule Rule, int Index)>[] _byFirst;
    private readonly int _rules;

    /// <summary>A scanner for these rules.</summary>
    public RuleScanner(IReadOnlyList<RedactionRule> rules)
    {
        var triggers = rules.SelectMany((rule, index) => rule.Triggers.Select(trigger => (Trigger: trigger, Rule: rule, Index: index))).ToArray();
        _rules = rules.Count;
        _triggers = SearchValues.Create([.. triggers.Select(t => t.Trigger)], StringComparison.OrdinalIgnoreCase);
        _byFirst = new ImmutableArray<(string, RedactionRule, int)>[128];
        for (var c = 0; c < _byFirst.Length; c++)
            _byFirst[c] = [.. triggers.Where(t => char.ToLowerInvariant(t.Trigger[0]) == char.ToLowerInvariant((char)c))];
    }

    /// <summary>All rules.</summary>
    public static RuleScanner Standard { get; } = new([.. RedactionRules.Tokens, .. RedactionRules.Names, .. RedactionRules.Places]);

    /// <summary>Hides what the rules find.</summary>
    public void Scan(string line, Mask mask)
    {
        var found = line.AsSpan().IndexOfAny(_triggers);
        if (found < 0)
            return;
        Span<int> done = stackalloc int[_rules];
        done.Clear();
        for (var at = 0; found >= 0; found = line.AsSpan(at).IndexOfAny(_triggers))
        {
            at += found;
            // Letters that only case folding makes ASCII (the Kelvin sign) begin no secret.
            if (line[at] < _byFirst.Length)
                Ask(line, at, mask, done);
            at++;
        }
    }

    private void Ask(string line, int at, Mask mask, Span<int> done)
    {
        foreach (var (trigger, rule, index) in _byFirst[line[at]])
        {
            if (at >= done[index] && line.AsSpan(at).StartsWith(trigger, StringComparison.OrdinalIgnoreCase))
                done[index] = rule.Hide(line, new Stretch(at, at + trigger.Length), mask);
        }
    }
}
