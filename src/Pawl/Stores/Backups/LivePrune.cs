using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Sealing;

namespace Pawl.Stores.Backups;

/// <summary>Which builds of a live store are pruned.</summary>
/// <param name="Status">Completed, or failed.</param>
/// <param name="Age">How long ago the last change must be.</param>
/// <param name="Effect">Whether it is done.</param>
public sealed record LivePruneOrder(BuildStatus Status, TimeSpan Age, Effect Effect);

/// <summary>Erases old builds from a live store, while others run: a build goes at the version that was judged, or not at all.</summary>
/// <param name="live">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="guard">What must hold a build before it may go.</param>
public sealed class LivePrune(IBuildStore live, TimeProvider time, IPruneGuard guard)
{
    /// <summary>Goes through the builds that are old enough.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async IAsyncEnumerable<Pruned> RunAsync(LivePruneOrder order, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - order.Age;
        // Erasing while the list is read could make it leave out others.
        var old = await live.ListAsync(new BuildQuery { Status = order.Status, ChangedBefore = before }, cancellationToken)
            .Select(build => build.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in old)
        {
            if (await JudgeAsync(id, order, before, cancellationToken).ConfigureAwait(false) is { } judged)
                yield return judged;
        }
    }

    private async ValueTask<Pruned?> JudgeAsync(BuildId id, LivePruneOrder order, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var stored = await live.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var build = stored.State;
        // The list may be older than the build.
        if (!build.Exists || build.Status != order.Status || build.LastUpdate >= before)
            return null;
        if (build.Hold is { } hold)
            return Kept(id, Pruned.OnHold(hold));
        if (build.Lease is { } lease && lease.IsLiveAt(time.GetUtcNow()))
            return Kept(id, $"{SealedText.Shown(lease.Holder.Name)} holds it");
        if (stored.Foreign is not null)
            return Kept(id, "another program changed it since its last event");
        if (await guard.FindObjectionAsync(build, cancellationToken).ConfigureAwait(false) is { } objection)
            return Kept(id, objection);
        if (order.Effect == Effect.Real && !await live.EraseAsync(id, build.Version, cancellationToken).ConfigureAwait(false))
            return Kept(id, "it was changed just now");
        return new Pruned(PrunePlace.Store, id, null, PruneResult.Removed, $"{build.Status.ToText()}, last changed {UtcTime.Format(build.LastUpdate)}");
    }

    private static Pruned Kept(BuildId id, string why) => new(PrunePlace.Store, id, null, PruneResult.Kept, why);
}
