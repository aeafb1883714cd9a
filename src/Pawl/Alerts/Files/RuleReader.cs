using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Pipelines;

namespace Pawl.Alerts;

/// <summary>What the file says that concerns all rules.</summary>
/// <param name="Channels">The names of its channels.</param>
/// <param name="Zone">Whose clock counts.</param>
/// <param name="Quiet">The quiet hours of rules that have none of their own; null for none.</param>
internal sealed record RuleSurroundings(ImmutableArray<string> Channels, TimeZoneInfo Zone, QuietHours? Quiet);

/// <summary>Reads one rule.</summary>
internal static class RuleReader
{
    private static readonly AlertTrigger[] Lasting = [AlertTrigger.Stuck, AlertTrigger.MirrorBehind];
    private static readonly AlertTrigger[] Failing = [AlertTrigger.Failed, AlertTrigger.RetriesUsedUp];

    public static Placed<AlertRule> Read(SourceNode node, RuleSurroundings file, FaultCollector faults)
    {
        var map = new MapReader(node, AlertShapes.Rule, faults);
        map.Require("name", "add `name: broken`, or what messages call it");
        map.Require("on", $"add `on: failed`, or one of {string.Join(", ", AlertTriggerText.Words)}");
        map.Require("to", "add `to: [ops]`, with the names of channels");
        var trigger = map.Value("on", AlertTrigger.Failed, AlertValues.Trigger);
        var rule = new AlertRule
        {
            Name = map.Value<string>("name", "", AlertValues.Name),
            Trigger = trigger,
            Channels = Channels(map, file.Channels, faults),
            Category = map.Has("category") ? map.Value<FailureCategory>("category", default, AlertValues.Category) : null,
            States = Unique.Values(States(map, faults), "`states`", faults),
            Providers = Unique.Values(map.Values<Label>("provider", ValueParsers.LabelText), "`provider`", faults),
            ImageTypes = Unique.Values(map.Values<Label>("image_type", ValueParsers.LabelText), "`image_type`", faults),
            After = map.Value<TimeSpan>("for", TimeSpan.Zero, ValueParsers.PositiveDuration),
            AtMostEvery = map.Value<TimeSpan>("at_most_every", TimeSpan.Zero, ValueParsers.PositiveDuration),
            Group = map.Value<TimeSpan>("group", TimeSpan.Zero, ValueParsers.PositiveDuration),
            Quiet = map.Has("quiet_hours") ? QuietReader.Read(map.Map("quiet_hours", AlertShapes.Quiet), file.Zone, faults) : file.Quiet,
            Urgency = map.Truth("urgent", false) ? Urgency.Urgent : Urgency.Normal,
        };
        if (map.Has("on"))
            CheckFit(map, rule, faults);
        return new(rule, map.ValueAt("name"));
    }

    // A condition that can never hold, or never count, is a mistake of whoever wrote it.
    private static void CheckFit(MapReader map, AlertRule rule, FaultCollector faults)
    {
        var on = rule.Trigger.ToText();
        if (Lasting.Contains(rule.Trigger) && !map.Has("for"))
            faults.Add(map.ValueAt("on"), $"`on: {on}` doesn't say for how long", "add `for: 2h`, or how long is too long");
        if (!Lasting.Contains(rule.Trigger) && map.Has("for"))
            faults.Add(map.KeyAt("for"), $"`for` means nothing with `on: {on}`", "take it out, or write `on: stuck`");
        if (!Failing.Contains(rule.Trigger) && map.Has("category"))
            faults.Add(map.KeyAt("category"), $"`category` means nothing with `on: {on}`", "take it out, or write `on: failed`");
        if (rule.Trigger == AlertTrigger.RetriesUsedUp && rule.Category == FailureCategory.Persistent)
            faults.Add(
                map.ValueAt("category"),
                "a persistent failure is never retried, so its retries are never used up", "write `on: failed` with `category: persistent`");
        if (rule.Trigger == AlertTrigger.Completed && map.Has("states"))
            faults.Add(
                map.KeyAt("states"),
                "`states` means nothing with `on: completed`, which is about the whole build", "take it out, or write `on: reached`");
        if (map.Has("group") && map.Has("at_most_every"))
            faults.Add(map.KeyAt("group"), "`group` and `at_most_every` are both here", "keep `group` to get all in one message, or `at_most_every` to get one of those that are alike");
        if (rule.Urgency == Urgency.Urgent && map.Has("quiet_hours"))
            faults.Add(map.KeyAt("urgent"), "the rule is urgent and has quiet hours, which it breaks through", "take one of the two out");
    }

    private static ImmutableArray<string> Channels(MapReader map, ImmutableArray<string> channels, FaultCollector faults)
    {
        var to = map.Values<string>("to", AlertValues.Name);
        foreach (var (name, at) in to.Where(one => !channels.Contains(one.Value)))
        {
            var meant = Suggestion.For(name, channels);
            faults.Add(at, $"there is no channel `{name}`", meant.Length > 0 ? $"did you mean `{meant}`?" : "add it to `channels`");
        }

        if (map.HasList("to") && map.Items("to", "").IsEmpty)
            faults.Add(map.ValueAt("to"), "`to` is an empty list, so nobody is told", "name a channel");
        return Unique.Values(to, "`to`", faults);
    }

    // Numbers and ranges: [5, "10-40"].
    private static ImmutableArray<Placed<StateRange>> States(MapReader map, FaultCollector faults)
    {
        var ranges = ImmutableArray.CreateBuilder<Placed<StateRange>>();
        foreach (var item in map.Items("states", "[5, 10-40]"))
        {
            if (ValueNodes.TryVerbatim<StateRange>(item, "an item of `states`", AlertValues.States, faults, out var range))
                ranges.Add(new(range, item.At));
        }

        return ranges.ToImmutable();
    }
}
