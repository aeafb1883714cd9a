using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Alerts;

/// <summary>A store whose changes are told to people, by rules: what a change raises is owed with it. Owns the store and the office.</summary>
/// <param name="store">The store.</param>
/// <param name="office">Who tells.</param>
public sealed class AlertingBuildStore(IBuildStore store, AlertOffice office) : IBuildStore
{
    /// <inheritdoc/>
    public string Location => store.Location;

    /// <inheritdoc/>
    public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => store.LoadAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken) => office.AppendAsync(store, change, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
        store.ReadHistoryAsync(id, after, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
        store.RenewLeaseAsync(id, token, until, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken) => store.EraseAsync(id, version, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The office reads builds: it is closed first.
        await office.DisposeAsync().ConfigureAwait(false);
        await store.DisposeAsync().ConfigureAwait(false);
    }
}
