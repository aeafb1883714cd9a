using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>A store whose changes are told to a cache before they return. It answers nothing from the cache itself: who decides on a build
/// decides on what the store says. Owns the store and the cache.</summary>
public class InvalidatingBuildStore : IBuildStore
{
    private readonly IBuildStore _store;
    private readonly BuildCache _cache;

    private protected InvalidatingBuildStore(IBuildStore store, BuildCache cache) => (_store, _cache) = (store, cache);

    /// <inheritdoc/>
    public string Location => _store.Location;

    /// <summary>A store that tells this cache; one that can be audited still can.</summary>
    public static IBuildStore Over(IBuildStore store, BuildCache cache) => store is IAuditableStore auditable
        ? new InvalidatingAuditableStore(auditable, cache)
        : new InvalidatingBuildStore(store, cache);

    /// <inheritdoc/>
    public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => _store.LoadAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
    {
        // Whatever the outcome: an append that failed may have been made, and one that was refused tells of a change by others.
        try
        {
            return await _store.AppendAsync(change, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _cache.ForgetAsync(change.Before.Id).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
        _store.ReadHistoryAsync(id, after, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The cache isn't told: a heartbeat is no change, and there are many.</remarks>
    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
        _store.RenewLeaseAsync(id, token, until, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => _store.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.EraseAsync(id, version, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _cache.ForgetAsync(id).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _cache.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>The same of a store that can be audited.</summary>
internal sealed class InvalidatingAuditableStore(IAuditableStore store, BuildCache cache) : InvalidatingBuildStore(store, cache), IAuditableStore
{
    public IAsyncEnumerable<BuildId> ListIdsAsync(CancellationToken cancellationToken) => store.ListIdsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken) =>
        store.FindDifferencesAsync(id, cancellationToken);
}
