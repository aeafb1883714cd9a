using System.Collections.Immutable;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Alerts;

/// <summary>How a pass over owed alerts ended.</summary>
/// <param name="Sent">How many alerts arrived.</param>
/// <param name="Failed">How many could not be sent.</param>
/// <param name="Waiting">How many are still owed.</param>
public readonly record struct DeliveryTally(int Sent, int Failed, int Waiting = 0)
{
    /// <summary>Both together.</summary>
    public static DeliveryTally operator +(DeliveryTally left, DeliveryTally right) =>
        new(left.Sent + right.Sent, left.Failed + right.Failed, left.Waiting + right.Waiting);

    /// <summary>Both together.</summary>
    public static DeliveryTally Add(DeliveryTally left, DeliveryTally right) => left + right;
}

/// <summary>When to try a channel that could not be reached.</summary>
public enum DeliveryHaste
{
    /// <summary>Not before its time has come.</summary>
    WhenDue,

    /// <summary>At once: somebody asked for it.</summary>
    Now,
}

/// <summary>Sends owed alerts: each at least once, and to one channel one after the other. What can't be sent stays owed.</summary>
internal sealed class AlertDelivery(AlertLedger ledger, IObjectStore notes, AlertSettings settings, AlertSenders senders, TimeProvider time, Action<string> warn)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly AlertGates _gates = new(notes);
    private readonly ChannelHealths _healths = new(notes);
    private readonly AlertWarnings _warnings = new(warn);

    /// <summary>Sends what is due. The channels don't wait for each other.</summary>
    public async ValueTask<DeliveryTally> SendAsync(IReadOnlyCollection<PendingAlert> pending, DeliveryHaste haste, CancellationToken cancellationToken)
    {
        var due = pending.Where(alert => alert.IsDueAt(time.GetUtcNow(), haste)).ToArray();
        var tallies = await Task.WhenAll(due.GroupBy(alert => alert.Owed.Channel).Select(alerts => SendAsync(alerts.Key, [.. alerts], haste, cancellationToken))).ConfigureAwait(false);
        return tallies.Aggregate(default(DeliveryTally), (all, one) => all + one);
    }

    /// <summary>Tells of what was only counted, once its time is over.</summary>
    public async ValueTask<DeliveryTally> SendCountedAsync(CancellationToken cancellationToken)
    {
        var tally = default(DeliveryTally);
        await foreach (var seen in _gates.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (seen.Gate is not { } gate || gate.Until > time.GetUtcNow())
                continue;
            if (gate.Last is not { } last)
                await _gates.RemoveAsync(seen.Key, cancellationToken).ConfigureAwait(false);
            else if (settings.FindChannel(gate.Channel) is { } channel && await IsWellAsync(channel.Name, cancellationToken).ConfigureAwait(false))
                tally += await SendCountedAsync(channel, seen, gate, last, cancellationToken).ConfigureAwait(false);
        }

        return tally;
    }

    private async Task<DeliveryTally> SendAsync(string name, ImmutableArray<PendingAlert> due, DeliveryHaste haste, CancellationToken cancellationToken)
    {
        var tally = default(DeliveryTally);
        if (settings.FindChannel(name) is not { } channel)
        {
            _warnings.Say(name, $"alerts are owed to the channel {name}, which the file of alerts doesn't have any more; put it back, and they are sent");
            Array.ForEach([.. due], alert => alert.LookAgain = DateTimeOffset.MaxValue);
            return tally;
        }

        var health = await _healths.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        if (haste == DeliveryHaste.WhenDue && health.Due > time.GetUtcNow())
        {
            Array.ForEach([.. due], alert => alert.LookAgain = health.Due);
            return tally;
        }

        var awake = new List<PendingAlert>();
        foreach (var alert in due)
        {
            if (!await HoldAsync(alert, cancellationToken).ConfigureAwait(false))
                awake.Add(alert);
        }

        var route = new AlertRoute(channel, senders.Of(channel), health);
        foreach (var message in MessagePlan.Of(awake, settings))
        {
            tally += await SendAsync(route, message, cancellationToken).ConfigureAwait(false);
            if (!route.IsWell)
                break;
        }

        return tally;
    }

    // What has become due in quiet hours waits for their end.
    private async ValueTask<bool> HoldAsync(PendingAlert alert, CancellationToken cancellationToken)
    {
        if (settings.FindRule(alert.Owed.Alert.Rule)?.QuietUntil(time.GetUtcNow()) is not { } end)
            return false;
        await ledger.TryChangeAsync(alert, alert.Owed with { Due = end, Turn = AlertTurn.Anybodys, Wait = AlertWait.QuietHours }, AlertHand.Anybodys, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<DeliveryTally> SendAsync(AlertRoute route, PlannedMessage message, CancellationToken cancellationToken) => message.Gate switch
    {
        PlannedGate.Counting counting => await SendThroughAsync(route, message, AlertGates.KeyOf("count", route.Channel.Name, counting.Likeness), counting.Time, cancellationToken).ConfigureAwait(false),
        PlannedGate.Gathering gathering => await SendThroughAsync(route, message, AlertGates.KeyOf("group", route.Channel.Name, gathering.Likeness), gathering.Time, cancellationToken).ConfigureAwait(false),
        _ => await DeliverAsync(route, message.Alerts, CountedAlerts.None, cancellationToken).ConfigureAwait(false),
    };

    private async ValueTask<DeliveryTally> SendThroughAsync(AlertRoute route, PlannedMessage message, string key, TimeSpan window, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = await _gates.FindAsync(key, cancellationToken).ConfigureAwait(false);
        var holder = message.Alerts[0].Owed.Alert.Id;
        if (seen.Gate is { } closed && closed.Until > now && closed.Holder != holder)
        {
            await WaitAsync(message, seen, closed, now, cancellationToken).ConfigureAwait(false);
            return default;
        }

        // It was sent, and what remembers that it is owed wasn't cleared: a process died in between.
        if (seen.Gate is { Kind: GateKind.Sent } done && done.Holder == holder && message.Alerts is [var only])
        {
            await ledger.RemoveAsync(only, cancellationToken).ConfigureAwait(false);
            return new DeliveryTally(1, 0);
        }

        var before = seen.Gate;
        var more = before is { Counted: > 0 } ? new CountedAlerts(before.Counted, before.Since) : CountedAlerts.None;
        var sending = new AlertGate(holder, now + AlertLedger.Claim, before?.Since ?? now, GateKind.Sending, before?.Counted ?? 0, route.Channel.Name, before?.Last);
        if (!await _gates.TryPutAsync(seen, sending, cancellationToken).ConfigureAwait(false))
        {
            Array.ForEach([.. message.Alerts], alert => alert.LookAgain = now + LookAgain);
            return default;
        }

        var tally = await DeliverAsync(route, message.Alerts, more, cancellationToken).ConfigureAwait(false);
        var taken = await _gates.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (taken.Gate?.Holder == holder)
        {
            var next = tally.Sent > 0
                ? new AlertGate(holder, time.GetUtcNow() + window, now, GateKind.Sent, 0, route.Channel.Name, Last: null)
                : sending with { Until = now };
            await _gates.TryPutAsync(taken, next, cancellationToken).ConfigureAwait(false);
        }

        return tally;
    }

    private async ValueTask WaitAsync(PlannedMessage message, SeenGate seen, AlertGate closed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (message is { Gate: PlannedGate.Counting, Alerts: [var like] } && closed.Kind == GateKind.Sent)
        {
            if (await ledger.TryClaimAsync(like, cancellationToken).ConfigureAwait(false)
                && await _gates.TryPutAsync(seen, closed with { Counted = closed.Counted + 1, Last = like.Owed.Alert }, cancellationToken).ConfigureAwait(false))
                await ledger.RemoveAsync(like, cancellationToken).ConfigureAwait(false);
            else
                like.LookAgain = now;
            return;
        }

        Array.ForEach([.. message.Alerts], alert => alert.LookAgain = closed.Until);
    }

    private async ValueTask<DeliveryTally> DeliverAsync(AlertRoute route, ImmutableArray<PendingAlert> alerts, CountedAlerts more, CancellationToken cancellationToken)
    {
        var ours = ImmutableArray.CreateBuilder<PendingAlert>();
        foreach (var alert in alerts)
        {
            if (await ledger.TryClaimAsync(alert, cancellationToken).ConfigureAwait(false))
                ours.Add(alert);
        }

        if (ours.Count == 0)
            return default;
        var message = AlertMessage.Of([.. ours.Select(alert => alert.Owed.Alert)], more);
        if (await route.Sender.SendAsync(message, cancellationToken).ConfigureAwait(false) is SendResult.Failed failed)
        {
            await FailedAsync(route, ours, failed, cancellationToken).ConfigureAwait(false);
            return new DeliveryTally(0, ours.Count);
        }

        await WellAsync(route, cancellationToken).ConfigureAwait(false);
        foreach (var alert in ours)
            await ledger.RemoveAsync(alert, cancellationToken).ConfigureAwait(false);
        return new DeliveryTally(ours.Count, 0);
    }

    private async ValueTask<DeliveryTally> SendCountedAsync(AlertChannel channel, SeenGate seen, AlertGate gate, Alert last, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (settings.FindRule(last.Rule)?.QuietUntil(now) is not null
            || !await _gates.TryPutAsync(seen, gate with { Until = now + AlertLedger.Claim }, cancellationToken).ConfigureAwait(false))
            return default;
        var route = new AlertRoute(channel, senders.Of(channel), await _healths.ReadAsync(channel.Name, cancellationToken).ConfigureAwait(false));
        var message = AlertMessage.Of([last], gate.Counted > 1 ? new CountedAlerts(gate.Counted - 1, gate.Since) : CountedAlerts.None);
        if (await route.Sender.SendAsync(message, cancellationToken).ConfigureAwait(false) is SendResult.Failed failed)
        {
            await FailedAsync(route, [], failed, cancellationToken).ConfigureAwait(false);
            return new DeliveryTally(0, 1);
        }

        await WellAsync(route, cancellationToken).ConfigureAwait(false);
        await _gates.RemoveAsync(seen.Key, cancellationToken).ConfigureAwait(false);
        return new DeliveryTally(1, 0);
    }

    private async ValueTask<bool> IsWellAsync(string channel, CancellationToken cancellationToken) =>
        (await _healths.ReadAsync(channel, cancellationToken).ConfigureAwait(false)).Due <= time.GetUtcNow();

    private async ValueTask WellAsync(AlertRoute route, CancellationToken cancellationToken)
    {
        if (route.Health != ChannelHealth.Good)
            await _healths.WriteAsync(route.Channel.Name, route.Health = ChannelHealth.Good, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FailedAsync(AlertRoute route, IReadOnlyList<PendingAlert> alerts, SendResult.Failed failed, CancellationToken cancellationToken)
    {
        var error = Redactor.Standard.Redact(failed.Error);
        _warnings.Say(route.Channel.Name, $"an alert to {route.Channel.Name} can't be sent: {error}. It is not lost: later commands and `pawl alert send` try again, and `pawl alert list` shows what waits");
        route.IsWell = false;
        route.Health = new ChannelHealth(route.Health.Tries + 1, Backoff.After(failed, route.Health.Tries, time.GetUtcNow(), Random.Shared.NextDouble()), error);
        await _healths.WriteAsync(route.Channel.Name, route.Health, cancellationToken).ConfigureAwait(false);
        foreach (var alert in alerts)
        {
            var due = Backoff.After(failed, alert.Owed.Tries, time.GetUtcNow(), Random.Shared.NextDouble());
            await ledger.TryChangeAsync(alert, alert.Owed with { Tries = alert.Owed.Tries + 1, Due = due, Turn = AlertTurn.Anybodys, Error = error }, AlertHand.Anybodys, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A channel during one pass.</summary>
    private sealed class AlertRoute(AlertChannel channel, IAlertSender sender, ChannelHealth health)
    {
        public AlertChannel Channel => channel;

        public IAlertSender Sender => sender;

        public ChannelHealth Health { get; set; } = health;

        public bool IsWell { get; set; } = true;
    }
}
