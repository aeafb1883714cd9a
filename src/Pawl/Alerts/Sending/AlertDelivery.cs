using System.Collections.Immutable;
using Pawl.Stores.Objects;

namespace Pawl.Alerts;

/// <summary>Sends owed alerts: each at least once, and to one channel one after the other. What can't be sent stays owed.</summary>
internal sealed class AlertDelivery
{
    private readonly AlertLedger _ledger;
    private readonly AlertSettings _settings;
    private readonly AlertSenders _senders;
    private readonly TimeProvider _time;
    private readonly AlertWarnings _warnings;
    private readonly ChannelHealths _healths;
    private readonly MessageDelivery _messages;
    private readonly GatedDelivery _gated;

    public AlertDelivery(AlertLedger ledger, IObjectStore notes, AlertSettings settings, AlertSenders senders, TimeProvider time, Action<string> warn)
    {
        (_ledger, _settings, _senders, _time) = (ledger, settings, senders, time);
        _warnings = new AlertWarnings(warn);
        _healths = new ChannelHealths(notes);
        _messages = new MessageDelivery(ledger, _healths, time, _warnings);
        _gated = new GatedDelivery(new AlertGates(notes), ledger, _messages, time);
    }

    /// <summary>Sends what is due. The channels don't wait for each other.</summary>
    public async ValueTask<DeliveryTally> SendAsync(IReadOnlyCollection<PendingAlert> pending, DeliveryHaste haste, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var channels = pending.Where(alert => alert.IsDueAt(now, haste)).GroupBy(alert => alert.Owed.Channel);
        var tallies = await Task.WhenAll(channels.Select(due => SendAsync(due.Key, [.. due], haste, cancellationToken))).ConfigureAwait(false);
        return tallies.Aggregate(default(DeliveryTally), (all, one) => all + one);
    }

    /// <summary>Tells of what was only counted, once its time is over.</summary>
    public ValueTask<DeliveryTally> SendCountedAsync(CancellationToken cancellationToken) => _gated.SendCountedAsync(
        async (last, channel) => _settings.FindRule(last.Rule)?.QuietUntil(_time.GetUtcNow()) is null
            ? await OpenAsync(channel, DeliveryHaste.WhenDue, [], cancellationToken).ConfigureAwait(false)
            : null,
        cancellationToken);

    private async Task<DeliveryTally> SendAsync(string channel, ImmutableArray<PendingAlert> due, DeliveryHaste haste, CancellationToken cancellationToken)
    {
        var tally = default(DeliveryTally);
        if (await OpenAsync(channel, haste, due, cancellationToken).ConfigureAwait(false) is not { } route)
            return tally;
        var awake = new List<PendingAlert>();
        foreach (var alert in due)
        {
            if (!await HoldAsync(alert, cancellationToken).ConfigureAwait(false))
                awake.Add(alert);
        }

        foreach (var message in MessagePlan.Of(awake, _settings))
        {
            tally += await SendAsync(route, message, cancellationToken).ConfigureAwait(false);
            if (!route.IsWell)
                break;
        }

        return tally;
    }

    // A channel that is gone, or left alone for now, keeps its alerts waiting.
    private async ValueTask<AlertRoute?> OpenAsync(string name, DeliveryHaste haste, ImmutableArray<PendingAlert> waiting, CancellationToken cancellationToken)
    {
        if (_settings.FindChannel(name) is not { } channel)
        {
            _warnings.Say(name, $"alerts are owed to the channel {name}, which the file of alerts doesn't have any more; put it back, and they are sent");
            return Wait(waiting, DateTimeOffset.MaxValue);
        }

        var health = await _healths.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        return haste == DeliveryHaste.WhenDue && health.Due > _time.GetUtcNow()
            ? Wait(waiting, health.Due)
            : new AlertRoute(channel, _senders.Of(channel), health);
    }

    private static AlertRoute? Wait(ImmutableArray<PendingAlert> waiting, DateTimeOffset until)
    {
        foreach (var alert in waiting)
            alert.LookAgain = until;
        return null;
    }

    // What has become due in quiet hours waits for their end.
    private async ValueTask<bool> HoldAsync(PendingAlert alert, CancellationToken cancellationToken)
    {
        if (_settings.FindRule(alert.Owed.Alert.Rule)?.QuietUntil(_time.GetUtcNow()) is not { } end)
            return false;
        var held = alert.Owed with { Due = end, Turn = AlertTurn.Anybodys, Wait = AlertWait.QuietHours };
        await _ledger.TryChangeAsync(alert, held, AlertHand.Anybodys, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private ValueTask<DeliveryTally> SendAsync(AlertRoute route, PlannedMessage message, CancellationToken cancellationToken) => message.Gate switch
    {
        PlannedGate.Counting gate =>
            _gated.SendAsync(route, message, AlertGates.KeyOf("count", route.Channel.Name, gate.Likeness), gate.Time, cancellationToken),
        PlannedGate.Gathering gate =>
            _gated.SendAsync(route, message, AlertGates.KeyOf("group", route.Channel.Name, gate.Likeness), gate.Time, cancellationToken),
        _ => _messages.SendAsync(route, message.Alerts, CountedAlerts.None, cancellationToken),
    };
}
