using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Stores;

namespace Pawl.Cli.Concourse.Versions;

/// <summary>Finds the versions of all builds of a kind.</summary>
internal static class FleetVersions
{
    // Workers' clocks differ, and an append is seen some time after the moment that stands in it. What is told twice, Concourse knows already.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    /// <summary>What <c>check</c> answers, oldest first: the version that is known and those since; the latest alone when none is known, or that one
    /// is no more.</summary>
    public static async ValueTask<IReadOnlyList<BuildState>> FindAsync(
        IBuildStore store, VersionFilter filter, WantedVersion? known, CancellationToken cancellationToken)
    {
        var found = known is null ? null : await Timeline.FindAsync(store, known, cancellationToken).ConfigureAwait(false);
        return found is null
            ? await FindLatestAsync(store, filter, cancellationToken).ConfigureAwait(false)
            : await FindSinceAsync(store, filter, found, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<IReadOnlyList<BuildState>> FindLatestAsync(IBuildStore store, VersionFilter filter, CancellationToken cancellationToken)
    {
        BuildState? latest = null;
        await foreach (var build in store.ListAsync(filter.Query, cancellationToken).ConfigureAwait(false))
        {
            // Those that follow changed before.
            if (latest is not null && build.LastUpdate < latest.LastUpdate)
                break;
            var last = await BuildVersions.FindAsync(store, build.Id, filter, known: null, cancellationToken).ConfigureAwait(false);
            if (last is [var state] && (latest is null || IsBefore(latest, state)))
                latest = state;
        }

        return latest is null ? [] : [latest];
    }

    private static async ValueTask<IReadOnlyList<BuildState>> FindSinceAsync(
        IBuildStore store, VersionFilter filter, BuildState known, CancellationToken cancellationToken)
    {
        var versions = new List<BuildState> { known };
        await foreach (var build in store.ListAsync(filter.Query, cancellationToken).ConfigureAwait(false))
        {
            if (build.LastUpdate < known.LastUpdate - Overlap)
                break;
            await foreach (var (state, isVersion) in Timeline.ReadAsync(store, build.Id, cancellationToken).ConfigureAwait(false))
            {
                var isKnown = state.Id == known.Id && state.Version <= known.Version;
                if (isVersion && !isKnown && state.LastUpdate >= known.LastUpdate - Overlap && filter.Matches(state))
                    versions.Add(state);
            }
        }

        return [.. versions.OrderBy(state => state.LastUpdate).ThenBy(state => state.Id.Value, StringComparer.Ordinal).ThenBy(state => state.Version)];
    }

    private static bool IsBefore(BuildState left, BuildState right) => left.LastUpdate < right.LastUpdate;
}
