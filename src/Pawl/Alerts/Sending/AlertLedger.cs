using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Alerts;

/// <summary>The alerts in a store's ledger: who may send which.</summary>
internal sealed class AlertLedger(IDebtLedger ledger, IBuildStore store, TimeProvider time)
{
    /// <summary>How long others leave an alert alone that is being sent: longer than sending may take.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromSeconds(45);

    // A change that was announced and isn't there after so long was never made.
    private static readonly TimeSpan LongestAppend = TimeSpan.FromHours(1);

    /// <summary>Makes sure that this process alone sends an alert, and that what it tells of has happened.</summary>
    public async ValueTask<bool> TryClaimAsync(PendingAlert alert, CancellationToken cancellationToken)
    {
        if (alert.Hand == AlertHand.Ours && time.GetUtcNow() < alert.Owed.Due)
            return true;
        var isCertain = ledger.IsAtomic || alert.Hand == AlertHand.Ours;
        if (!isCertain && alert.Owed.Alert.Event is { } happened && !await HasHappenedAsync(alert, happened, cancellationToken).ConfigureAwait(false))
            return false;
        var claimed = alert.Owed with { Due = time.GetUtcNow() + Claim, Turn = AlertTurn.Claimed };
        return await TryChangeAsync(alert, claimed, AlertHand.Ours, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes down anew how an alert is owed; one that somebody else sees to meanwhile is theirs.</summary>
    public async ValueTask<bool> TryChangeAsync(PendingAlert alert, OwedAlert next, AlertHand hand, CancellationToken cancellationToken)
    {
        var debt = next.ToDebt();
        if (await ledger.TryReplaceAsync(alert.Owed.Alert.Build, alert.Stored, debt, cancellationToken).ConfigureAwait(false))
        {
            alert.Became(next, debt, hand);
            return true;
        }

        alert.Hand = AlertHand.Done;
        return false;
    }

    /// <summary>An alert was sent.</summary>
    public async ValueTask RemoveAsync(PendingAlert alert, CancellationToken cancellationToken)
    {
        await ledger.RemoveAsync(alert.Owed.Alert.Build, alert.Owed.Alert.Id, cancellationToken).ConfigureAwait(false);
        alert.Hand = AlertHand.Done;
    }

    private async ValueTask<bool> HasHappenedAsync(PendingAlert alert, EventReference happened, CancellationToken cancellationToken)
    {
        var before = new BuildVersion(happened.Version.Value - 1);
        var found = await store.ReadHistoryAsync(alert.Owed.Alert.Build, before, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (found?.Id == happened.Id)
            return true;
        if (found is not null || time.GetUtcNow() - alert.Owed.Alert.At > LongestAppend)
            await RemoveAsync(alert, cancellationToken).ConfigureAwait(false);
        return false;
    }
}
