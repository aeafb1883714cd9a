using Pawl.Builds;

namespace Pawl.Stores.Copying;

/// <summary>Brings one build from one store to another, event by event, as it was recorded. What is there already is not brought again, so a copy
/// that was cut short goes on where it stopped.</summary>
public sealed class BuildCopier(IBuildStore from, IBuildStore to)
{
    private readonly HistoryReplay _replay = new(to);

    /// <summary>Copies a build as it is now.</summary>
    /// <returns>The build as it is in the target then.</returns>
    /// <exception cref="BuildDivergedException">The target holds another history under this id, or a longer one.</exception>
    public ValueTask<BuildState> CopyAsync(BuildId id, CancellationToken cancellationToken) => CopyAsync(id, new BuildVersion(long.MaxValue), cancellationToken);

    /// <summary>Copies a build as it was at a version.</summary>
    /// <inheritdoc cref="CopyAsync(BuildId, CancellationToken)"/>
    public ValueTask<BuildState> CopyAsync(BuildId id, BuildVersion upTo, CancellationToken cancellationToken) =>
        _replay.RunAsync(id, RecordedHistory.Of(from, id), upTo, cancellationToken);
}
