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

/// <summary>One of two copies of a build.</summary>
/// <param name="Location">The store that it is in.</param>
/// <param name="Version">How far it has got.</param>
public sealed record BuildCopy(string Location, BuildVersion Version);

/// <summary>Two stores hold histories of one build of which neither is the beginning of the other. Nothing was changed: which one is right, only
/// people know.</summary>
public sealed class BuildDivergedException(BuildId build, BuildCopy one, BuildCopy other) : Exception(
    $"build {build} went on in two places: version {one.Version} in {one.Location}, version {other.Version} in {other.Location}, and their histories differ; "
    + $"choose one with `pawl mirror choose {build} --keep local|mirror --reason REASON`, which keeps the other aside")
{
    /// <summary>Which build.</summary>
    public BuildId Build => build;

    /// <summary>The copy that was to be brought on.</summary>
    public BuildCopy One => one;

    /// <summary>The copy that stood in the way.</summary>
    public BuildCopy Other => other;
}
