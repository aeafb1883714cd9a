using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Lists builds by their ids alone.</summary>
public static class BuildIds
{
    /// <summary>The ids of all builds in a store; where the store can tell, those that can't be read among them.</summary>
    public static IAsyncEnumerable<BuildId> ListAllIdsAsync(this IBuildStore store, CancellationToken cancellationToken) =>
        store is IAuditableStore auditable
            ? auditable.ListIdsAsync(cancellationToken)
            : store.ListAsync(new BuildQuery(), cancellationToken).Select(build => build.Id);
}
