using System.Collections.Immutable;

namespace Pawl.Alerts;

/// <summary>Alerts that go to a channel in one message.</summary>
/// <param name="Alerts">At least one, the oldest first.</param>
/// <param name="Gate">What may stand in its way.</param>
internal sealed record PlannedMessage(ImmutableArray<PendingAlert> Alerts, PlannedGate Gate);

/// <summary>A gate that a message must pass.</summary>
internal abstract record PlannedGate
{
    private PlannedGate()
    {
    }

    /// <summary>None.</summary>
    public sealed record Open : PlannedGate;

    /// <summary>While it is closed, what is like the last is counted.</summary>
    public sealed record Counting(string Likeness, TimeSpan Time) : PlannedGate;

    /// <summary>While it is closed, alerts wait, to be sent together.</summary>
    public sealed record Gathering(string Likeness, TimeSpan Time) : PlannedGate;
}

/// <summary>Which alerts of a channel go together. Pure.</summary>
internal static class MessagePlan
{
    private const int MostInOne = 250;

    /// <summary>The messages, those that wait longest first.</summary>
    public static IEnumerable<PlannedMessage> Of(IEnumerable<PendingAlert> due, AlertSettings settings)
    {
        var ordered = due.OrderBy(alert => alert.Owed.Alert.At).ThenBy(alert => alert.Owed.Alert.Id, StringComparer.Ordinal).ToArray();
        var held = ordered.Where(IsHeld).Chunk(MostInOne).Select(chunk => new PlannedMessage([.. chunk], new PlannedGate.Open()));
        var others = ordered.Where(alert => !IsHeld(alert)).GroupBy(alert => alert.Owed.Alert.Rule)
            .SelectMany(alerts => OfRule(settings.FindRule(alerts.Key), [.. alerts]));
        return held.Concat(others);
    }

    private static bool IsHeld(PendingAlert alert) => alert.Owed.Wait == AlertWait.QuietHours;

    private static IEnumerable<PlannedMessage> OfRule(AlertRule? rule, ImmutableArray<PendingAlert> alerts)
    {
        if (rule is { Group: var group } && group > TimeSpan.Zero)
            return [new PlannedMessage([.. alerts.Take(MostInOne)], new PlannedGate.Gathering(rule.Name, group))];
        // What time raises comes only as often as it should.
        return alerts.Select(alert => new PlannedMessage([alert], rule is { AtMostEvery: var every } && every > TimeSpan.Zero && alert.Owed.Alert.Event is not null
            ? new PlannedGate.Counting(alert.Owed.Alert.Likeness, every)
            : new PlannedGate.Open()));
    }
}
