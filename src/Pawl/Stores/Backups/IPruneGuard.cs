using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>Says whether a build may go from the live store.</summary>
public interface IPruneGuard
{
    /// <summary>Why it may not; null when it may.</summary>
    /// <exception cref="StoreException">It can't be found out.</exception>
    ValueTask<string?> FindObjectionAsync(BuildState build, CancellationToken cancellationToken);
}

/// <summary>Nothing needs to hold a build: what goes is gone.</summary>
public sealed class NoGuard : IPruneGuard
{
    /// <inheritdoc/>
    public ValueTask<string?> FindObjectionAsync(BuildState build, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
}

/// <summary>A backup must hold every event of a build.</summary>
/// <param name="live">The live store.</param>
/// <param name="backup">The backup.</param>
public sealed class BackupGuard(IBuildStore live, BackupPlace backup) : IPruneGuard
{
    /// <inheritdoc/>
    public async ValueTask<string?> FindObjectionAsync(BuildState build, CancellationToken cancellationToken)
    {
        var there = (await backup.Builds.LoadAsync(build.Id, cancellationToken).ConfigureAwait(false)).State;
        return there.Version == build.Version && await SharedEnd.IsSameAsync(RecordedHistory.Of(live, build.Id), RecordedHistory.Of(backup.Builds, build.Id), build.Version, cancellationToken).ConfigureAwait(false)
            ? null
            : $"{backup.Location} doesn't hold all of it; `pawl backup run` brings it";
    }
}
