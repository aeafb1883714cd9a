namespace Pawl.Secrets;

/// <summary>Applies rules to lines. One search over all triggers tells most lines to be free of secrets.</summary>
internal sealed class RuleScanner
{
    private readonly TrigramFilter _filter = new();
    private readonly Trigger[][] _byTrigram = new Trigger[TrigramFilter.Trigrams][];
    private readonly int _rules;

    /// <summary>A scanner for these rules.</summary>
    public RuleScanner(IReadOnlyList<RedactionRule> rules)
    {
        _rules = rules.Count;
        Array.Fill(_byTrigram, []);
        foreach (var trigger in rules.SelectMany((rule, index) => rule.Triggers.Select(text => new Trigger(text, rule, index))))
        {
            foreach (var trigram in _filter.Add(trigger.Text.AsSpan(trigger.Offset)))
                _byTrigram[trigram] = [.. _byTrigram[trigram], trigger];
        }
    }

    /// <summary>All rules.</summary>
    public static RuleScanner Standard { get; } = new(RedactionRules.All);

    /// <summary>Hides what the rules find.</summary>
    public void Scan(string line, Mask mask)
    {
        for (var at = _filter.Find(line, 0, out var trigram); at >= 0; at = _filter.Find(line, at + 1, out trigram))
        {
            foreach (var trigger in _byTrigram[trigram])
            {
                if (trigger.IsAt(line, at - trigger.Offset))
                {
                    Ask(line, at, mask);
                    return;
                }
            }
        }
    }

    // From the first trigger on: most lines have none, and need no note of how far each rule is.
    private void Ask(string line, int from, Mask mask)
    {
        Span<int> done = stackalloc int[_rules];
        done.Clear();
        for (var at = _filter.Find(line, from, out var trigram); at >= 0; at = _filter.Find(line, at + 1, out trigram))
        {
            foreach (var trigger in _byTrigram[trigram])
            {
                var start = at - trigger.Offset;
                if (start >= done[trigger.Index] && trigger.IsAt(line, start))
                    done[trigger.Index] = Math.Max(done[trigger.Index], trigger.Rule.Hide(line, new Stretch(start, start + trigger.Text.Length), mask));
            }
        }
    }
}
