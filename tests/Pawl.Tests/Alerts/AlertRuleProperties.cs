using System.Collections.Immutable;
using CsCheck;
using Pawl.Alerts;
using Pawl.Builds;
using Pawl.Tests.Builds;
using Xunit;

namespace Pawl.Tests.Alerts;

/// <summary>What holds of the rules for any history.</summary>
public sealed class AlertRuleProperties
{
    private static readonly ImmutableArray<AlertRule> Rules =
    [
        .. Enum.GetValues<AlertTrigger>().Select(trigger => new AlertRule { Name = $"r{trigger}", Trigger = trigger, Channels = ["a", "b"] }),
    ];

    [Fact]
    public void A_history_raises_the_same_alerts_however_it_is_cut_into_changes() => GeneratedHistories.All.Sample(events =>
    {
        var whole = AlertRules.Raise(Rules, Change.Replay(BuildState.None(GeneratedHistories.Id), [.. events])).ToArray();
        var (state, single) = (BuildState.None(GeneratedHistories.Id), new List<(string, Alert)>());
        foreach (var happened in events)
        {
            single.AddRange(AlertRules.Raise(Rules, Change.Replay(state, [happened])));
            state = History.Apply(state, happened);
        }

        return whole.SequenceEqual(single);
    });

    [Fact]
    public void Each_alert_has_an_id_of_its_own_and_every_failure_and_completion_raises_one() => GeneratedHistories.All.Sample(events =>
    {
        var raised = AlertRules.Raise(Rules, Change.Replay(BuildState.None(GeneratedHistories.Id), [.. events])).ToArray();
        return raised.Select(one => one.Alert.Id).Distinct().Count() == raised.Length
            && raised.Count(one => one.Alert.Trigger == AlertTrigger.Failed) == 2 * events.Count(e => e is BuildEvent.Failed)
            && raised.Count(one => one.Alert.Trigger == AlertTrigger.Completed) == 2 * events.Count(e => e is BuildEvent.Completed { State.Value: 100 });
    });

    [Fact]
    public void What_a_ledger_keeps_of_an_alert_is_the_alert() => GeneratedHistories.All.Sample(events =>
        AlertRules.Raise(Rules, Change.Replay(BuildState.None(GeneratedHistories.Id), [.. events])).All(one =>
        {
            var owed = new OwedAlert(one.Alert, one.Channel, one.Alert.At, AlertTurn.Claimed, AlertWait.QuietHours, 3, "why \"not\"");
            return OwedAlert.Of(owed.ToDebt()) == owed;
        }));
}
