using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Looks at builds, to show them. What it answers may be some seconds old, so nothing is decided on it: whoever changes a build
/// works on an <see cref="IBuildStore"/> through a <see cref="BuildLog"/>.</summary>
/// <remarks>Every member throws <see cref="StoreException"/> when the store can't be used.</remarks>
public interface IBuildReader : IAsyncDisposable
{
    /// <summary>Where the builds live, for people.</summary>
    string Location { get; }

    /// <summary>Reads a build that must exist, as of one version. A foreign change is shown in it.</summary>
    /// <exception cref="NoSuchBuildException">It doesn't exist.</exception>
    ValueTask<BuildState> ReadAsync(BuildId id, CancellationToken cancellationToken);

    /// <summary>All events of a build, in order, in pages, from the store itself. Of a build that doesn't exist: none.</summary>
    IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, CancellationToken cancellationToken);

    /// <summary>The builds that match, the one changed last first.</summary>
    IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken);
}
