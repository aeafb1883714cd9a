using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Auditing;

/// <summary>Erases builds from a store, each after a tombstone of it is kept. A crash in between leaves a tombstone of a build that is still there: it
/// says nothing until the build is gone, and the next try finds it.</summary>
/// <param name="log">The store, and who erases.</param>
/// <param name="tombstones">Where they are kept.</param>
/// <param name="key">Signs them; null to leave them unsigned.</param>
public sealed class Burial(BuildLog log, TombstonePlace tombstones, OperatorKey? key)
{
    /// <summary>Erases a build at the version that is given, or not at all.</summary>
    /// <param name="build">The build, as it is recorded.</param>
    /// <param name="reason">Why, in the clear: nothing that is sealed may be in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when it has changed since, and is left as it is.</returns>
    /// <exception cref="StoreException">The store can't be used, or no tombstone can be kept there.</exception>
    public async ValueTask<bool> EraseAsync(BuildState build, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        var tombstone = Tombstone.Of(build, log.Now, reason, key);
        var isNew = await tombstones.KeepAsync(tombstone, cancellationToken).ConfigureAwait(false);
        if (await log.Store.EraseAsync(build.Id, build.Version, cancellationToken).ConfigureAwait(false))
            return true;
        // Somebody else may have erased it in this moment: then the tombstone is right, whoever made it.
        if (isNew && (await log.Store.LoadAsync(build.Id, cancellationToken).ConfigureAwait(false)).State.Exists)
            await tombstones.WithdrawAsync(tombstone, cancellationToken).ConfigureAwait(false);
        return false;
    }
}
