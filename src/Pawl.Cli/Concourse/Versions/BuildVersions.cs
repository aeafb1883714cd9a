using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Stores;

namespace Pawl.Cli.Concourse.Versions;

/// <summary>Finds the versions of one build.</summary>
internal static class BuildVersions
{
    /// <summary>What <c>check</c> answers, oldest first: the version that is known and those after it; the latest alone when none is known, or
    /// that one is no more.</summary>
    public static async ValueTask<IReadOnlyList<BuildState>> FindAsync(
        IBuildStore store, BuildId id, VersionFilter filter, WantedVersion? known, CancellationToken cancellationToken)
    {
        var later = new List<BuildState>();
        BuildState? latest = null;
        await foreach (var (state, isVersion) in Timeline.ReadAsync(store, id, cancellationToken).ConfigureAwait(false))
        {
            var isKnown = known is not null && known.Is(state);
            var isWanted = isVersion && filter.Matches(state);
            if (isWanted)
                latest = state;
            if (isKnown || (isWanted && later.Count > 0))
                later.Add(state);
        }

        return later.Count > 0 || latest is null ? later : [latest];
    }
}
