using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Waiting;

/// <summary>Follows all builds of a store, those that will be begun too. A build's events are told in order; how those of several builds stand to
/// each other, their times say. Not for concurrent use.</summary>
public sealed class FleetFollower(BuildLog log)
{
    // Lists have the build that changed last at the top: what is further down changed while the list was short of it, or long ago.
    private const int MostListed = 1_000;

    private readonly Dictionary<BuildId, DateTimeOffset> _listed = [];
    private readonly Dictionary<BuildId, BuildFollower> _followers = [];
    private readonly Queue<BuildId> _owed = [];

    /// <summary>Starts now: what happened until now isn't told.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await foreach (var build in log.Store.ListAsync(new BuildQuery(), cancellationToken).ConfigureAwait(false))
            _listed[build.Id] = build.LastUpdate;
    }

    /// <summary>Starts at an earlier time: the first look tells what happened since, build by build.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async ValueTask StartAtAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (id, _) in _listed.Where(build => build.Value >= time).OrderBy(build => build.Value))
        {
            var follower = _followers[id] = new BuildFollower(log, id);
            await follower.StartBeforeAsync((_, happened) => happened.At >= time, cancellationToken).ConfigureAwait(false);
            _owed.Enqueue(id);
        }
    }

    /// <summary>What happened since the last look.</summary>
    /// <exception cref="StoreException">The store can't be used; the next look goes on where this one stopped.</exception>
    public async IAsyncEnumerable<Sight> LookAsync(BuildChoice choice, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = choice.IsAll ? await ChangedAsync(cancellationToken).ConfigureAwait(false) : choice.Named;
        foreach (var id in ids)
            _owed.Enqueue(id);
        while (_owed.TryPeek(out var id))
        {
            var follower = await FollowerAsync(id, cancellationToken).ConfigureAwait(false);
            await foreach (var sight in follower.LookAsync(cancellationToken).ConfigureAwait(false))
                yield return sight;
            Keep(follower);
            _owed.Dequeue();
        }
    }

    private async ValueTask<IReadOnlyCollection<BuildId>> ChangedAsync(CancellationToken cancellationToken)
    {
        var changed = new List<BuildId>();
        await foreach (var build in log.Store.ListAsync(new BuildQuery { Limit = MostListed }, cancellationToken).ConfigureAwait(false))
        {
            if (_listed.GetValueOrDefault(build.Id) != build.LastUpdate)
                changed.Add(build.Id);
        }

        changed.Reverse();
        return changed;
    }

    // Nothing follows a completion: who is completed is told of again only if it is, and then its history is read once more.
    private void Keep(BuildFollower follower)
    {
        var seen = follower.Seen;
        if (seen.Exists)
            _listed[seen.Id] = seen.LastUpdate;
        else
            _listed.Remove(seen.Id);
        if (!seen.Exists || seen.Status == BuildStatus.Completed)
            _followers.Remove(seen.Id);
    }

    private async ValueTask<BuildFollower> FollowerAsync(BuildId id, CancellationToken cancellationToken)
    {
        if (_followers.TryGetValue(id, out var known))
            return known;
        var follower = new BuildFollower(log, id);
        if (_listed.TryGetValue(id, out var last))
            await follower.StartBeforeAsync((before, happened) => before.LastUpdate == last && happened.At != last, cancellationToken).ConfigureAwait(false);
        else
            follower.StartBeforeAll();
        return _followers[id] = follower;
    }
}
