using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Auditing;

/// <summary>What an operator signed of a store's builds, and the key.</summary>
/// <param name="Place">How far they had got.</param>
/// <param name="Tombstones">Which were removed.</param>
/// <param name="Key">The key.</param>
public sealed record SignedAnchors(AnchorPlace Place, TombstonePlace Tombstones, OperatorKey Key)
{
    /// <summary>A check of one build's anchors. Those of an earlier build of its id that was removed by right are left out.</summary>
    /// <exception cref="StoreException">They can't be read.</exception>
    public async ValueTask<AnchorCheck> OfAsync(BuildState build, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        var anchors = await Place.ReadAsync(build.Id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (anchors.Exists(anchor => anchor.At < build.StartTime))
        {
            var earlier = await Tombstones.ReadAsync(build.Id, cancellationToken)
                .Where(tombstone => tombstone.At <= build.StartTime && tombstone.IsBy(Key)).ToListAsync(cancellationToken).ConfigureAwait(false);
            anchors.RemoveAll(anchor => earlier.Exists(tombstone => tombstone.Covers(anchor)));
        }

        return new AnchorCheck(anchors, Key);
    }

    /// <summary>Judges that a build is gone.</summary>
    /// <exception cref="StoreException">Its anchors or tombstones can't be read.</exception>
    public async ValueTask<Removal> JudgeRemovalAsync(BuildId id, CancellationToken cancellationToken) =>
        await Place.ReadAsync(id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } anchors
            ? Removal.Judge(anchors, await Tombstones.ReadAsync(id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), Key)
            : Removal.None;
}
