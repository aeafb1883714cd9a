using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Auditing;

/// <summary>What an operator signed of a store's builds.</summary>
/// <param name="Anchors">How far they had got.</param>
/// <param name="Tombstones">Which were removed.</param>
public sealed record SignedRecords(SignedAnchors Anchors, TombstonePlace Tombstones)
{
    /// <summary>A check of one build's anchors. Those of an earlier build of its id that was removed by right are left out.</summary>
    /// <exception cref="StoreException">They can't be read.</exception>
    public async ValueTask<AnchorCheck> OfAsync(BuildState build, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        var anchors = await Anchors.Place.ReadAsync(build.Id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (anchors.Exists(anchor => anchor.At < build.StartTime))
        {
            var earlier = await Tombstones.ReadAsync(build.Id, cancellationToken)
                .Where(tombstone => tombstone.At <= build.StartTime && tombstone.IsBy(Anchors.Key)).ToListAsync(cancellationToken).ConfigureAwait(false);
            anchors.RemoveAll(anchor => earlier.Exists(tombstone => tombstone.Covers(anchor)));
        }

        return new AnchorCheck(anchors, Anchors.Key);
    }

    /// <summary>Judges that a build is gone.</summary>
    /// <exception cref="StoreException">Its anchors or tombstones can't be read.</exception>
    public async ValueTask<Removal> JudgeRemovalAsync(BuildId id, CancellationToken cancellationToken) =>
        await Anchors.Place.ReadAsync(id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } anchors
            ? Removal.Judge(anchors, await Tombstones.ReadAsync(id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), Anchors.Key)
            : Removal.None;
}
