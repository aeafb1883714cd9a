using System.Runtime.CompilerServices;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Sealing;

namespace Pawl.Stores.Backups;

/// <summary>Which builds of a live store are pruned.</summary>
/// <param name="Status">Completed, or failed.</param>
/// <param name="Age">How long ago the last change must be.</param>
/// <param name="Effect">Whether it is done.</param>
public sealed record LivePruneOrder(BuildStatus Status, TimeSpan Age, Effect Effect);

/// <summary>Erases old builds from a live store, while others run: a build goes at the version that was judged, or not at all.</summary>
/// <param name="log">The store, and who prunes.</param>
/// <param name="guard">What must hold a build before it may go.</param>
/// <param name="burial">Erases, and leaves tombstones.</param>
public sealed class LivePrune(BuildLog log, IPruneGuard guard, Burial burial)
{
    /// <summary>Goes through the builds that are old enough.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async IAsyncEnumerable<Pruned> RunAsync(LivePruneOrder order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = log.Now.Now - order.Age;
        // Erasing while the list is read could make it leave out others.
        var old = await log.Store.ListAsync(new BuildQuery { Status = order.Status, ChangedBefore = before }, cancellationToken)
            .Select(build => build.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in old)
        {
            if (await JudgeAsync(id, order, before, cancellationToken).ConfigureAwait(false) is { } judged)
                yield return judged;
        }
    }

    private async ValueTask<Pruned?> JudgeAsync(BuildId id, LivePruneOrder order, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var stored = await log.Store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var build = stored.State;
        // The list may be older than the build.
        if (!build.Exists || build.Status != order.Status || build.LastUpdate >= before)
            return null;
        if (build.Hold is { } hold)
            return Kept(build, Pruned.OnHold(hold));
        if (build.Lease is { } lease && lease.IsLiveAt(log.Now.Now))
            return Kept(build, $"{SealedText.Shown(lease.Holder.Name)} holds it");
        if (stored.Foreign is not null)
            return Kept(build, "another program changed it since its last event");
        if (await guard.FindObjectionAsync(build, cancellationToken).ConfigureAwait(false) is { } objection)
            return Kept(build, objection);
        var why = $"{build.Status.ToText()}, last changed {UtcTime.Format(build.LastUpdate)}";
        return order.Effect == Effect.Dry || await burial.EraseAsync(build, $"pruned: {why}; older than {Retention.FormatAge(order.Age)}", cancellationToken).ConfigureAwait(false)
            ? new Pruned(PrunePlace.Store, id, build.Version, null, PruneResult.Removed, why)
            : Kept(build, "it was changed just now");
    }

    private static Pruned Kept(BuildState build, string why) => new(PrunePlace.Store, build.Id, build.Version, null, PruneResult.Kept, why);
}
