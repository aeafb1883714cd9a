using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Auditing;

/// <summary>What an operator signed of a store's builds. Owns the places.</summary>
/// <param name="Anchors">How far they had got.</param>
/// <param name="Tombstones">Which were removed.</param>
public sealed record SignedRecords(SignedAnchors Anchors, TombstonePlace Tombstones) : IAsyncDisposable
{
    /// <summary>A check of one build's anchors. Those of an earlier build of its id that was removed by right are left out.</summary>
    /// <exception cref="StoreException">They can't be read.</exception>
    public async ValueTask<AnchorCheck> OfAsync(BuildState build, CancellationToken cancellationToken) =>
        new(await ReadAsync(build, cancellationToken).ConfigureAwait(false), Anchors.Key);

    /// <summary>The last version of a build that has an anchor; <see cref="BuildVersion.None"/> when none has. Reads none as long as the build went on
    /// since.</summary>
    /// <exception cref="StoreException">They can't be read.</exception>
    public async ValueTask<BuildVersion> LastVersionAsync(BuildState build, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        var last = await Anchors.Place.LastVersionAsync(build.Id, cancellationToken).ConfigureAwait(false);
        if (last < build.Version)
            return last;
        if (last == build.Version && (await Anchors.Place.FindAsync(build.Id, last, cancellationToken).ConfigureAwait(false))?.Head == build.Head)
            return last;
        var own = await ReadAsync(build, cancellationToken).ConfigureAwait(false);
        return own.Count == 0 ? BuildVersion.None : own.Max(anchor => anchor.Version);
    }

    /// <summary>Judges that a build is gone.</summary>
    /// <exception cref="StoreException">Its anchors or tombstones can't be read.</exception>
    public async ValueTask<Removal> JudgeRemovalAsync(BuildId id, CancellationToken cancellationToken) =>
        await Anchors.Place.ReadAsync(id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } anchors
            ? Removal.Judge(anchors, await Tombstones.ReadAsync(id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false), Anchors.Key)
            : Removal.None;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Anchors.Place.DisposeAsync().ConfigureAwait(false);
        await Tombstones.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<List<Anchor>> ReadAsync(BuildState build, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        var anchors = await Anchors.Place.ReadAsync(build.Id, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (anchors.Exists(anchor => anchor.At < build.StartTime))
        {
            var earlier = await Tombstones.ReadAsync(build.Id, cancellationToken)
                .Where(tombstone => tombstone.At <= build.StartTime && tombstone.IsBy(Anchors.Key)).ToListAsync(cancellationToken).ConfigureAwait(false);
            anchors.RemoveAll(anchor => earlier.Exists(tombstone => tombstone.Covers(anchor)));
        }

        return anchors;
    }
}
