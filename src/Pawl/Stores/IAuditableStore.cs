using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>A store that keeps more than the history (a snapshot, tables for other programs) and can compare that with the history.</summary>
public interface IAuditableStore : IBuildStore
{
    /// <summary>The ids of all builds that the store holds, those that can't be read among them.</summary>
    /// <exception cref="StoreException">The store can't be used.</exception>
    IAsyncEnumerable<BuildId> ListIdsAsync(CancellationToken cancellationToken);

    /// <summary>Compares all that is kept beside the history of a build with what the history folds to, as of one moment.</summary>
    /// <returns>What differs, a sentence each, at most <see cref="AuditLimits.MostDifferences"/>; empty when the build is whole. What another
    /// program changed and the next change takes over is no difference.</returns>
    /// <exception cref="StoreException">The build can't be read.</exception>
    ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken);
}

/// <summary>Bounds of an audit.</summary>
public static class AuditLimits
{
    /// <summary>The most differences that are told of one build.</summary>
    public const int MostDifferences = 100;
}
