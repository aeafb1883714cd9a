using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Alerts;

/// <summary>All that it takes to owe alerts in a store and to send them. Opens nothing before it is needed.</summary>
public sealed class AlertOffice : IAsyncDisposable
{
    // How long others leave an alert to the process that raised it.
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(15);

    private readonly Lazy<IObjectStore> _notes;
    private readonly Lazy<IDebtLedger> _ledger;
    private readonly Lazy<AlertDelivery> _delivery;
    private readonly Lazy<TimedAlerts> _timed;
    private readonly Lazy<AlertCourier> _courier;
    private readonly AlertSenders _senders;
    private readonly TimeProvider _time;

    /// <summary>For the builds of one store.</summary>
    /// <param name="settings">Who is told of what.</param>
    /// <param name="senders">The ways to people; disposed of in the end.</param>
    /// <param name="openNotes">Opens the store's place for notes.</param>
    /// <param name="openLedger">Opens what keeps owed alerts, beside those notes.</param>
    /// <param name="store">Reads the builds; belongs to whoever opened it.</param>
    /// <param name="context">The world around it.</param>
    public AlertOffice(
        AlertSettings settings, AlertSenders senders, Func<IObjectStore> openNotes, Func<IObjectStore, IDebtLedger> openLedger, IBuildStore store, StoreContext context)
    {
        (Settings, _senders, _time) = (settings, senders, context.Time);
        _notes = new(openNotes);
        _ledger = new(() => openLedger(_notes.Value));
        _delivery = new(() => new AlertDelivery(new AlertLedger(_ledger.Value, store, context.Time), _notes.Value, settings, senders, context.Time, context.Warn));
        _timed = new(() => new TimedAlerts(store, _ledger.Value, new AlertGates(_notes.Value), settings, context.Time));
        _courier = new(() => new AlertCourier(_delivery.Value, async (build, cancel) => await FindAsync(build, cancel).ConfigureAwait(false), context.Time, context.Warn));
    }

    /// <summary>Who is told of what.</summary>
    public AlertSettings Settings { get; }

    /// <summary>Appends a change to a store. What it raises is owed with it, and sent beside the work.</summary>
    public async ValueTask<AppendResult> AppendAsync(IBuildStore store, Change change, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var raised = AlertRules.Raise(Settings.Rules, change).Select(raised => Owe(raised.Channel, raised.Alert, now)).ToImmutableArray();
        if (raised.IsEmpty)
            return await store.AppendAsync(change, cancellationToken).ConfigureAwait(false);
        var result = await _ledger.Value.AppendAsync(store, change, [.. raised.Select(alert => alert.Stored)], cancellationToken).ConfigureAwait(false);
        if (result == AppendResult.Appended)
            _courier.Value.Follow(raised);
        return result;
    }

    /// <summary>Everything that is owed, of one build or of all.</summary>
    public async IAsyncEnumerable<OwedAlert> ListAsync(BuildId? of, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var owed in _ledger.Value.ListAsync(of, cancellationToken).ConfigureAwait(false))
        {
            if (OwedAlert.Of(owed.Debt) is { } alert)
                yield return alert;
        }
    }

    /// <summary>How a channel stands.</summary>
    public ValueTask<ChannelHealth> ReadHealthAsync(AlertChannel channel, CancellationToken cancellationToken) =>
        new ChannelHealths(_notes.Value).ReadAsync(channel.Name, cancellationToken);

    /// <summary>Looks for what no event tells of, and owes alerts for it: builds that stand still, workers that are gone, mirrors that are behind.</summary>
    public ValueTask LookAsync(CancellationToken cancellationToken) => _timed.Value.OweAsync(cancellationToken);

    /// <summary>Sends what is owed, whoever raised it.</summary>
    public async ValueTask<DeliveryTally> SendOwedAsync(DeliveryHaste haste, CancellationToken cancellationToken)
    {
        var found = await FindAsync(of: null, cancellationToken).ConfigureAwait(false);
        var tally = await _delivery.Value.SendAsync(found, haste, cancellationToken).ConfigureAwait(false)
            + await _delivery.Value.SendCountedAsync(cancellationToken).ConfigureAwait(false);
        return tally with { Waiting = found.Count(alert => alert.Hand != AlertHand.Done) };
    }

    /// <summary>Sends a message that says nothing but that it arrives.</summary>
    public ValueTask<SendResult> TestAsync(AlertChannel channel, CancellationToken cancellationToken) =>
        _senders.Of(channel).SendAsync(AlertMessage.Of([TestAlert.Of(_time.GetUtcNow())], CountedAlerts.None), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_courier.IsValueCreated)
            await _courier.Value.DisposeAsync().ConfigureAwait(false);
        if (_ledger.IsValueCreated)
            await _ledger.Value.DisposeAsync().ConfigureAwait(false);
        if (_notes.IsValueCreated)
            await _notes.Value.DisposeAsync().ConfigureAwait(false);
        _senders.Dispose();
    }

    private async ValueTask<List<PendingAlert>> FindAsync(BuildId? of, CancellationToken cancellationToken)
    {
        var found = new List<PendingAlert>();
        await foreach (var owed in _ledger.Value.ListAsync(of, cancellationToken).ConfigureAwait(false))
        {
            if (OwedAlert.Of(owed.Debt) is { } alert)
                found.Add(PendingAlert.Found(alert, owed.Debt));
        }

        return found;
    }

    private PendingAlert Owe(string channel, Alert alert, DateTimeOffset now)
    {
        var owed = Settings.FindRule(alert.Rule)?.QuietUntil(now) is { } end
            ? new OwedAlert(alert, channel, end, AlertTurn.Anybodys, AlertWait.QuietHours, Tries: 0, Error: "")
            : new OwedAlert(alert, channel, now + HandOver, AlertTurn.Claimed, AlertWait.None, Tries: 0, Error: "");
        return owed.Wait == AlertWait.QuietHours ? PendingAlert.Found(owed, owed.ToDebt()) : PendingAlert.Own(owed, owed.ToDebt());
    }
}
