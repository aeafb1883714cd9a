using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Erasing;

/// <summary>Removes a build that isn't sealed: no key makes it unreadable, so all of it goes, from the store, its mirror and its backup. A tombstone
/// says when, why and by whom.</summary>
/// <param name="burial">Erases it from the store and its mirror, and keeps the tombstone.</param>
/// <param name="backup">The backup; null when none was named.</param>
public sealed class WholeRemoval(Burial burial, BackupPlace? backup)
{
    /// <summary>Removes a build that nobody works on. The backup's copies go first: a build that is still in the store can be found and removed again.</summary>
    /// <returns>False when it was changed since, and is still in the store.</returns>
    /// <exception cref="TransitionRefusedException">It is on hold.</exception>
    /// <exception cref="BuildHeldException">A worker holds it.</exception>
    /// <exception cref="StoreException">A place can't be used.</exception>
    public async ValueTask<bool> RemoveAsync(BuildState build, Occasion occasion, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        Change.To(build, occasion).RequireRemovable();
        if (backup is not null)
            await RemoveAsync(build.Id, backup, cancellationToken).ConfigureAwait(false);
        return await burial.EraseAsync(build, reason, cancellationToken).ConfigureAwait(false);
    }

    private static async Task RemoveAsync(BuildId id, BackupPlace backup, CancellationToken cancellationToken)
    {
        // Erasing while the list is read could make it leave out others.
        var snapshots = await backup.Weekly.ListAsync(cancellationToken).Where(name => name.Build == id).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var name in snapshots)
            await backup.Weekly.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
        var there = (await backup.Builds.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        if (there.Exists && !await backup.Builds.EraseAsync(id, there.Version, cancellationToken).ConfigureAwait(false))
            throw new BuildChangedException(id);
    }
}
