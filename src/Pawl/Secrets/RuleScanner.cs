using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>Applies rules to lines. One search over all triggers tells most lines to be free of secrets.</summary>
internal sealed class RuleScanner
{
    private const int Characters = 128;

    private readonly TrigramFilter _triggers;
    private readonly (string Trigger, RedactionRule Rule, int Index)[][] _byPair;
    private readonly int _rules;

    /// <summary>A scanner for these rules.</summary>
    public RuleScanner(IReadOnlyList<RedactionRule> rules)
    {
        var triggers = rules.SelectMany((rule, index) => rule.Triggers.Select(trigger => (Trigger: trigger, Rule: rule, Index: index))).ToArray();
        _rules = rules.Count;
        _triggers = new TrigramFilter(triggers.Select(t => t.Trigger));
        _byPair = new (string, RedactionRule, int)[Characters * Characters][];
        Array.Fill(_byPair, []);
        foreach (var pair in triggers.GroupBy(t => t.Trigger[..2].ToLowerInvariant()))
        {
            foreach (var first in Cases(pair.Key[0]))
            {
                foreach (var second in Cases(pair.Key[1]))
                    _byPair[(first * Characters) + second] = [.. pair];
            }
        }
    }

    /// <summary>All rules.</summary>
    public static RuleScanner Standard { get; } = new(RedactionRules.All);

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
            if (line[at] < Characters && line[at + 1] < Characters)
                Ask(line, at, mask, done);
        }
    }

    private void Ask(string line, int at, Mask mask, Span<int> done)
    {
        foreach (var (trigger, rule, index) in _byPair[(line[at] * Characters) + line[at + 1]])
        {
            if (at >= done[index] && line.AsSpan(at).StartsWith(trigger, StringComparison.OrdinalIgnoreCase))
                done[index] = rule.Hide(line, new Stretch(at, at + trigger.Length), mask);
        }
    }

    private static ImmutableArray<char> Cases(char c) => char.ToUpperInvariant(c) == c ? [c] : [c, char.ToUpperInvariant(c)];
}
