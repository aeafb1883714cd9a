using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>Looks at builds through a cache. Answers are at most <see cref="CacheLimits.Staleness"/> old; a change by whoever uses the same
/// cache is seen by the next read. Owns the log's store and the cache.</summary>
public sealed class CachedBuildReader(BuildLog log, BuildCache cache, WarningCount warnings) : IBuildReader
{
    /// <inheritdoc/>
    public string Location => log.Store.Location;

    /// <inheritdoc/>
    public async ValueTask<BuildState> ReadAsync(BuildId id, CancellationToken cancellationToken) =>
        await cache.ReadAsync(CacheKey.Of(id), token => LoadAsync(id, token), cancellationToken).ConfigureAwait(false) switch
        {
            CachedAnswer.Build build when build.State.Id == id => build.State,
            CachedAnswer.PassingBuild { Stored: var stored } when log.Begin(stored).After is { Exists: true } state => state,
            CachedAnswer.PassingBuild => throw new NoSuchBuildException(id, Location),

            // Someone else wrote that into Redis.
            _ => await log.LoadAsync(id, cancellationToken).ConfigureAwait(false),
        };

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, CancellationToken cancellationToken) =>
        log.Store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A list of more than <see cref="CacheLimits.LongestList"/> builds, or of those that weren't changed for some time, comes from the store.</remarks>
    public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) =>
        query is { ChangedBefore: null, Limit: <= CacheLimits.LongestList } ? ListKnownAsync(query, cancellationToken) : log.Store.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await cache.DisposeAsync().ConfigureAwait(false);
        await log.Store.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<CachedAnswer> LoadAsync(BuildId id, CancellationToken cancellationToken)
    {
        var stored = await log.Store.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        return stored is { Foreign: null, State.Exists: true } ? new CachedAnswer.Build(default, stored.State) : new CachedAnswer.PassingBuild(stored);
    }

    private async IAsyncEnumerable<BuildSummary> ListKnownAsync(BuildQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await cache.ReadAsync(CacheKey.Of(query), token => LoadListAsync(query, token), cancellationToken).ConfigureAwait(false);
        var builds = answer switch
        {
            CachedAnswer.Fleet fleet when fleet.Builds.Length <= query.Limit && fleet.Builds.All(query.Matches) => fleet.Builds.ToAsyncEnumerable(),
            CachedAnswer.PassingFleet fleet => fleet.Builds.ToAsyncEnumerable(),
            _ => log.Store.ListAsync(query, cancellationToken),
        };
        await foreach (var build in builds.ConfigureAwait(false))
            yield return build;
    }

    private async ValueTask<CachedAnswer> LoadListAsync(BuildQuery query, CancellationToken cancellationToken)
    {
        var before = warnings.Value;
        ImmutableArray<BuildSummary> builds = [.. await log.Store.ListAsync(query, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false)];
        return warnings.Value == before ? new CachedAnswer.Fleet(default, builds) : new CachedAnswer.PassingFleet(builds);
    }
}
