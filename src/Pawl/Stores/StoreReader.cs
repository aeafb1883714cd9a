using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Looks at builds in the store itself: nothing that it answers is older than the question. Owns the log's store.</summary>
public sealed class StoreReader(BuildLog log) : IBuildReader
{
    /// <summary>The store.</summary>
    public IBuildStore Store => log.Store;

    /// <inheritdoc/>
    public string Location => log.Store.Location;

    /// <inheritdoc/>
    public ValueTask<BuildState> ReadAsync(BuildId id, CancellationToken cancellationToken) => log.LoadAsync(id, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, CancellationToken cancellationToken) =>
        log.Store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => log.Store.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => log.Store.DisposeAsync();
}
