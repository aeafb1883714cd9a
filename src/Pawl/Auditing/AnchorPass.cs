using System.Collections.Concurrent;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Auditing;

/// <summary>Anchors the builds of a store whose histories went on since their last anchor. A pass that was cut short leaves the anchors that it made,
/// and the next one makes the rest; of two at once each anchor is made by one.</summary>
/// <remarks>Of builds that didn't change a pass reads nothing: it lists the store, and reads what the last pass saw.</remarks>
/// <param name="store">The store.</param>
/// <param name="records">Where anchors are kept and what signs them, and which builds were removed by right.</param>
/// <param name="time">The clock.</param>
/// <param name="worker">Who signs.</param>
public sealed class AnchorPass(IBuildStore store, SignedRecords records, TimeProvider time, Worker worker)
{
    private const int AtOnce = 8;

    // A build that changed a moment ago may change again in the same millisecond, by a machine whose clock is behind.
    private static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(2);

    /// <summary>One pass over all builds.</summary>
    /// <param name="isWanted">False for builds that are to be left out.</param>
    /// <param name="tell">Told of each build that something is to be said of; from several threads.</param>
    /// <param name="warn">Told of what stops nothing.</param>
    /// <param name="cancellationToken">Stops: what was anchored stays.</param>
    /// <exception cref="StoreException">The store or the place can't be used.</exception>
    public async ValueTask RunAsync(Func<BuildId, bool> isWanted, Action<AnchorNews> tell, Action<string> warn, CancellationToken cancellationToken)
    {
        var settled = time.GetUtcNow() - Unsettled;
        var mark = await records.Anchors.Place.ReadMarkAsync(store.Location, records.Anchors.Key, cancellationToken).ConfigureAwait(false);
        var seen = new ConcurrentDictionary<string, DateTimeOffset>(mark.Seen, StringComparer.Ordinal);
        var changed = store.ListAsync(new BuildQuery(), cancellationToken).Where(build => isWanted(build.Id) && !mark.Has(build));
        await Parallel.ForEachAsync(changed, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (build, token) =>
        {
            var (news, last) = await AnchorAsync(build.Id, token).ConfigureAwait(false);
            if (news.Outcome != AnchorOutcome.WentBack && last < settled)
                seen[build.Id.Value] = last;
            else
                seen.TryRemove(build.Id.Value, out _);
            if (news.Outcome != AnchorOutcome.Nothing)
                tell(news);
        }).ConfigureAwait(false);
        await KeepAsync(mark with { Seen = AnchorMark.Nothing.Seen.AddRange(seen) }, mark, warn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Anchors one build.</summary>
    /// <exception cref="NoSuchBuildException">There is none.</exception>
    /// <exception cref="StoreException">The store or the place can't be used.</exception>
    public async ValueTask<AnchorNews> RunAsync(BuildId id, CancellationToken cancellationToken)
    {
        var (news, _) = await AnchorAsync(id, cancellationToken).ConfigureAwait(false);
        return news.Version == BuildVersion.None ? throw new NoSuchBuildException(id, store.Location) : news;
    }

    private async ValueTask<(AnchorNews News, DateTimeOffset Last)> AnchorAsync(BuildId id, CancellationToken cancellationToken)
    {
        var state = (await store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        if (!state.Exists)
            return (new AnchorNews(id, BuildVersion.None, BuildVersion.None, AnchorOutcome.Nothing), default);
        var before = await records.LastVersionAsync(state, cancellationToken).ConfigureAwait(false);
        var outcome = before > state.Version ? AnchorOutcome.WentBack
            : before == state.Version ? AnchorOutcome.Nothing
            : state.Head.IsNone ? AnchorOutcome.BeforeTheChain
            : AnchorOutcome.Anchored;
        if (outcome == AnchorOutcome.Anchored)
            await records.Anchors.Place.KeepAsync(Anchor.Of(state, new Occasion(time.GetUtcNow(), worker), records.Anchors.Key), cancellationToken).ConfigureAwait(false);
        return (new AnchorNews(id, state.Version, before, outcome), state.LastUpdate);
    }

    // A place that lets nothing be replaced keeps anchors all the same.
    private async ValueTask KeepAsync(AnchorMark mark, AnchorMark before, Action<string> warn, CancellationToken cancellationToken)
    {
        if (mark.Seen.SequenceEqual(before.Seen))
            return;
        try
        {
            await records.Anchors.Place.KeepMarkAsync(mark, store.Location, records.Anchors.Key, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.Fault is StoreFault.Denied or StoreFault.ReadOnly or StoreFault.Full)
        {
            warn($"the anchors are made; which builds they are of can't be written down, so that the next pass looks at all of them: {e.Message}");
        }
    }
}

/// <summary>What a pass did with a build.</summary>
public enum AnchorOutcome
{
    /// <summary>Nothing: it was anchored already, or there is no such build.</summary>
    Nothing,

    /// <summary>It was anchored.</summary>
    Anchored,

    /// <summary>It can't be anchored yet: its last event isn't chained.</summary>
    BeforeTheChain,

    /// <summary>It stands before its last anchor: events were removed. It was not anchored.</summary>
    WentBack,
}

/// <summary>What there is to say of a build.</summary>
/// <param name="Build">The build.</param>
/// <param name="Version">Where it stands.</param>
/// <param name="Before">Its last anchor before.</param>
/// <param name="Outcome">What was done.</param>
public sealed record AnchorNews(BuildId Build, BuildVersion Version, BuildVersion Before, AnchorOutcome Outcome);
