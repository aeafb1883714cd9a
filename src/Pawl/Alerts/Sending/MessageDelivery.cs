using System.Collections.Immutable;
using Pawl.Secrets;

namespace Pawl.Alerts;

/// <summary>Sends one message, and writes down what came of it.</summary>
internal sealed class MessageDelivery(AlertLedger ledger, ChannelHealths healths, TimeProvider time, AlertWarnings warnings)
{
    /// <summary>Sends those of the alerts that nobody else sends.</summary>
    public async ValueTask<DeliveryTally> SendAsync(AlertRoute route, ImmutableArray<PendingAlert> alerts, CountedAlerts more, CancellationToken cancellationToken)
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
        if (!await TrySendAsync(route, message, [.. ours], cancellationToken).ConfigureAwait(false))
            return new DeliveryTally(0, ours.Count);
        foreach (var alert in ours)
            await ledger.RemoveAsync(alert, cancellationToken).ConfigureAwait(false);
        return new DeliveryTally(ours.Count, 0);
    }

    /// <summary>Sends a message; what it is made of stays owed.</summary>
    public async ValueTask<bool> TrySendAsync(AlertRoute route, AlertMessage message, ImmutableArray<PendingAlert> alerts, CancellationToken cancellationToken)
    {
        try
        {
            if (await route.Sender.SendAsync(message, cancellationToken).ConfigureAwait(false) is SendResult.Failed failed)
            {
                await FailedAsync(route, alerts, failed, cancellationToken).ConfigureAwait(false);
                return false;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next command need not wait for it as long again.
            var unanswered = new SendResult.Failed($"the channel {route.Channel.Name} did not answer before this command ended", SendFault.Passing);
            await FailedAsync(route, alerts, unanswered, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        if (route.Health != ChannelHealth.Good)
            await healths.WriteAsync(route.Channel.Name, route.Health = ChannelHealth.Good, cancellationToken).ConfigureAwait(false);
        return true;
    }

    // The channel is left alone for a while, and so is the alert: if it is the alert that is bad, others go before it.
    private async ValueTask FailedAsync(AlertRoute route, ImmutableArray<PendingAlert> alerts, SendResult.Failed failed, CancellationToken cancellationToken)
    {
        var error = Redactor.Standard.Redact(failed.Error);
        warnings.Say(
            route.Channel.Name,
            $"an alert to {route.Channel.Name} can't be sent: {error}. It is not lost: the build's next alert and `pawl alert send` try again, and `pawl alert list` shows what waits");
        route.IsWell = false;
        route.Health = new ChannelHealth(route.Health.Tries + 1, Due(failed, route.Health.Tries), error);
        await healths.WriteAsync(route.Channel.Name, route.Health, cancellationToken).ConfigureAwait(false);
        foreach (var alert in alerts)
        {
            var next = alert.Owed with { Tries = alert.Owed.Tries + 1, Due = Due(failed, alert.Owed.Tries), Turn = AlertTurn.Anybodys, Error = error };
            await ledger.TryChangeAsync(alert, next, AlertHand.Anybodys, cancellationToken).ConfigureAwait(false);
        }
    }

    private DateTimeOffset Due(SendResult.Failed failed, int before) => Backoff.After(failed, before, time.GetUtcNow(), Random.Shared.NextDouble());
}
