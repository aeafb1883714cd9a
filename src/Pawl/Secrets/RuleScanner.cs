using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>Applies rules to lines. One search over all triggers tells most lines to be free of secrets.</summary>
internal sealed class RuleScanner
{
    private readonly TrigramFilter _triggers;
    private readonly ImmutableArray<(string Trigger, RedactionRule Rule, int Index)>[] _byFirst;
    private readonly int _rules;

    /// <summary>A scanner for these rules.</summary>
    public RuleScanner(IReadOnlyList<RedactionRule> rules)
    {
        var triggers = rules.SelectMany((rule, index) => rule.Triggers.Select(trigger => (Trigger: trigger, Rule: rule, Index: index))).ToArray();
        _rules = rules.Count;
        _triggers = new TrigramFilter(triggers.Select(t => t.Trigger));
        _byFirst = new ImmutableArray<(string, RedactionRule, int)>[128];
        for (var c = 0; c < _byFirst.Length; c++)
            _byFirst[c] = [.. triggers.Where(t => char.ToLowerInvariant(t.Trigger[0]) == char.ToLowerInvariant((char)c))];
    }

    /// <summary>All rules.</summary>
    public static RuleScanner Standard { get; } = new([.. RedactionRules.Tokens, .. RedactionRules.Names, .. RedactionRules.Places]);

    /// <summary>Hides what the rules find.</summary>
    public void Scan(string line, Mask mask)
    {
        var at = _triggers.Find(line, 0);
        if (at < 0)
            return;
        Span<int> done = stackalloc int[_rules];
        done.Clear();
        for (; at >= 0; at = _triggers.Find(line, at + 1))
        {
            if (line[at] < _byFirst.Length)
                Ask(line, at, mask, done);
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
