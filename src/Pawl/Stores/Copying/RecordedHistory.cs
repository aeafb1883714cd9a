using Pawl.Builds;

namespace Pawl.Stores.Copying;

/// <summary>A build's history as it was recorded somewhere.</summary>
/// <param name="Location">Where, for people.</param>
/// <param name="After">Reads the events after a version, in order.</param>
public sealed record RecordedHistory(string Location, Func<BuildVersion, CancellationToken, IAsyncEnumerable<BuildEvent>> After)
{
    /// <summary>The history that a store holds.</summary>
    public static RecordedHistory Of(IBuildStore store, BuildId id) => new(store.Location, (after, cancellationToken) => store.ReadHistoryAsync(id, after, cancellationToken));
}
