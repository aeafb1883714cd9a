namespace Pawl.Alerts;

/// <summary>Sends messages through gates: one opens, those that follow are counted or wait.</summary>
internal sealed class GatedDelivery(AlertGates gates, AlertLedger ledger, MessageDelivery messages, TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <summary>Sends a message, unless its gate is closed.</summary>
    /// <param name="route">To whom.</param>
    /// <param name="message">What.</param>
    /// <param name="key">The gate.</param>
    /// <param name="closed">How long the gate is closed once it is sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<DeliveryTally> SendAsync(AlertRoute route, PlannedMessage message, string key, TimeSpan closed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = await gates.FindAsync(key, cancellationToken).ConfigureAwait(false);
        var holder = message.Alerts[0].Owed.Alert.Id;
        if (seen.Gate is { } gate && gate.Until > now && gate.Holder != holder)
        {
            await WaitAsync(message, seen, gate, now, cancellationToken).ConfigureAwait(false);
            return default;
        }

        // It was sent, and what remembers that it is owed wasn't cleared: a process died in between.
        if (seen.Gate is { Kind: GateKind.Sent } done && done.Holder == holder && message.Alerts is [var only])
        {
            await ledger.RemoveAsync(only, cancellationToken).ConfigureAwait(false);
            return new DeliveryTally(1, 0);
        }

        var sending = new AlertGate(
            holder, now + AlertLedger.Claim, seen.Gate?.Since ?? now, GateKind.Sending, seen.Gate?.Counted ?? 0, route.Channel.Name, seen.Gate?.Last);
        if (!await gates.TryPutAsync(seen, sending, cancellationToken).ConfigureAwait(false))
        {
            Wait(message, now + Moment);
            return default;
        }

        var more = sending.Counted > 0 ? new CountedAlerts(sending.Counted, sending.Since) : CountedAlerts.None;
        var tally = await messages.SendAsync(route, message.Alerts, more, cancellationToken).ConfigureAwait(false);
        await LeaveAsync(key, sending, tally.Sent > 0 ? closed : null, now, cancellationToken).ConfigureAwait(false);
        return tally;
    }

    /// <summary>Tells of what was only counted, once its time is over; clears gates that nobody needs any more.</summary>
    /// <param name="open">The way to a channel; null when it isn't to be used now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<DeliveryTally> SendCountedAsync(Func<Alert, string, ValueTask<AlertRoute?>> open, CancellationToken cancellationToken)
    {
        var tally = default(DeliveryTally);
        await foreach (var seen in gates.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (seen.Gate is not { } gate || gate.Until > time.GetUtcNow())
                continue;
            if (gate.Last is not { } last)
                await gates.RemoveAsync(seen.Key, cancellationToken).ConfigureAwait(false);
            else if (await open(last, gate.Channel).ConfigureAwait(false) is { } route)
                tally += await SendCountedAsync(route, seen, gate, last, cancellationToken).ConfigureAwait(false);
        }

        return tally;
    }

    private async ValueTask<DeliveryTally> SendCountedAsync(AlertRoute route, SeenGate seen, AlertGate gate, Alert last, CancellationToken cancellationToken)
    {
        // Nothing more is counted from here on: it would go with the gate.
        var telling = gate with { Until = time.GetUtcNow() + AlertLedger.Claim, Kind = GateKind.Sending };
        if (!await gates.TryPutAsync(seen, telling, cancellationToken).ConfigureAwait(false))
            return default;
        var message = AlertMessage.Of([last], gate.Counted > 1 ? new CountedAlerts(gate.Counted - 1, gate.Since) : CountedAlerts.None);
        if (!await messages.TrySendAsync(route, message, [], cancellationToken).ConfigureAwait(false))
            return new DeliveryTally(0, 1);
        await gates.RemoveAsync(seen.Key, cancellationToken).ConfigureAwait(false);
        return new DeliveryTally(1, 0);
    }

    private async ValueTask LeaveAsync(string key, AlertGate sending, TimeSpan? closed, DateTimeOffset began, CancellationToken cancellationToken)
    {
        var taken = await gates.FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (taken.Gate?.Holder != sending.Holder)
            return;
        var next = closed is { } span
            ? sending with { Until = time.GetUtcNow() + span, Since = began, Kind = GateKind.Sent, Counted = 0, Last = null }
            : sending with { Until = began };
        await gates.TryPutAsync(taken, next, cancellationToken).ConfigureAwait(false);
    }

    // Counted only behind a message that has arrived: what waits for one that may not is still owed.
    private async ValueTask WaitAsync(PlannedMessage message, SeenGate seen, AlertGate gate, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (message is not { Gate: PlannedGate.Counting, Alerts: [var like] } || gate.Kind != GateKind.Sent)
            Wait(message, gate.Until);
        else if (await ledger.TryClaimAsync(like, cancellationToken).ConfigureAwait(false)
            && await gates.TryPutAsync(seen, gate with { Counted = gate.Counted + 1, Last = like.Owed.Alert }, cancellationToken).ConfigureAwait(false))
            await ledger.RemoveAsync(like, cancellationToken).ConfigureAwait(false);
        else
            like.LookAgain = now;
    }

    private static void Wait(PlannedMessage message, DateTimeOffset until)
    {
        foreach (var alert in message.Alerts)
            alert.LookAgain = until;
    }
}
