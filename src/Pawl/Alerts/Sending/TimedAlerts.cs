using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Alerts;

/// <summary>Looks for what no event tells of: builds that stand still, workers that are gone, mirrors that are behind.</summary>
internal sealed class TimedAlerts(IBuildStore store, IDebtLedger ledger, AlertGates gates, AlertSettings settings, TimeProvider time)
{
    private static readonly TimeSpan LongestMemory = TimeSpan.FromDays(30);

    private readonly AlertRule[] _ofBuilds = [.. settings.Rules.Where(rule => rule.Trigger is AlertTrigger.Stuck or AlertTrigger.LeaseLost)];
    private readonly AlertRule[] _ofMirrors = [.. settings.Rules.Where(rule => rule.Trigger == AlertTrigger.MirrorBehind)];

    /// <summary>Owes an alert for each that is found and was not told of yet.</summary>
    public async ValueTask OweAsync(CancellationToken cancellationToken)
    {
        if (_ofBuilds.Length > 0)
        {
            foreach (var status in (BuildStatus[])[BuildStatus.Running, BuildStatus.Failed])
            {
                await foreach (var build in store.ListAsync(new BuildQuery { Status = status }, cancellationToken).ConfigureAwait(false))
                    await LookAsync(build, cancellationToken).ConfigureAwait(false);
            }
        }

        if (_ofMirrors.Length > 0 && ledger is IOutboxStore outbox)
        {
            await foreach (var id in outbox.ListOwingAsync(cancellationToken).ConfigureAwait(false))
                await LookAtMirrorsAsync(outbox, id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask LookAsync(BuildSummary summary, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rules = _ofBuilds.Where(rule => rule.Concerns(summary.Provider, summary.ImageType) && rule.Concerns(summary.Current))
            .Where(rule => now - summary.StartTime >= rule.After).ToArray();
        if (rules.Length == 0)
            return;
        var build = (await store.LoadAsync(summary.Id, cancellationToken).ConfigureAwait(false)).State;
        if (!build.Exists)
            return;
        StateEntry? entry = null;
        foreach (var rule in rules)
        {
            var found = rule.Trigger == AlertTrigger.LeaseLost
                ? TimedAlert.LeaseLost(rule, build, now)
                : TimedAlert.Stuck(rule, build, entry ??= await EntryAsync(build, cancellationToken).ConfigureAwait(false), now);
            await OweAsync(rule, found, now, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask LookAtMirrorsAsync(IOutboxStore outbox, BuildId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var build = (await outbox.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        foreach (var row in await outbox.ReadOutboxAsync(id, cancellationToken).ConfigureAwait(false))
        {
            var history = outbox.ReadHistoryAsync(id, row.Shipped, cancellationToken);
            if (!row.IsBehind || await history.FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is not { } missing)
                continue;
            foreach (var rule in _ofMirrors.Where(rule => rule.Concerns(build.Provider, build.ImageType)))
                await OweAsync(rule, TimedAlert.MirrorBehind(rule, build, row, missing.At, now), now, cancellationToken).ConfigureAwait(false);
        }
    }

    // What was told of is remembered until it is to be told again. A process that dies in between tells it twice.
    private async ValueTask OweAsync(AlertRule rule, TimedAlert? found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (found is null)
            return;
        foreach (var channel in rule.Channels)
        {
            var alert = found.For(rule, channel);
            var told = await gates.FindAsync(AlertGates.KeyOf("told", channel, alert.Id), cancellationToken).ConfigureAwait(false);
            if (told.Gate is not null)
                continue;
            var (due, wait) = rule.QuietUntil(now) is { } end ? (end, AlertWait.QuietHours) : (now, AlertWait.None);
            var owed = new OwedAlert(alert, channel, due, AlertTurn.Anybodys, wait, Tries: 0, Error: "");
            await ledger.AddAsync(alert.Build, owed.ToDebt(), cancellationToken).ConfigureAwait(false);
            var until = found.Until < now + LongestMemory ? found.Until : now + LongestMemory;
            await gates.TryPutAsync(told, new AlertGate(alert.Id, until, now, GateKind.Sent, Counted: 0, channel, Last: null), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<StateEntry> EntryAsync(BuildState build, CancellationToken cancellationToken)
    {
        var state = BuildState.None(build.Id);
        var entry = new StateEntry(BuildVersion.None, build.StartTime);
        await foreach (var happened in store.ReadHistoryAsync(build.Id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            var next = History.Apply(state, happened);
            if (next.Current != state.Current || !state.Exists)
                entry = new StateEntry(next.Version, happened.At);
            state = next;
        }

        return entry;
    }
}
