using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Concourse.Versions;

/// <summary>What a build was after each event of its history.</summary>
internal static class Timeline
{
    /// <summary>All of it, the oldest first.</summary>
    public static async IAsyncEnumerable<TimelineEntry> ReadAsync(
        IBuildStore store, BuildId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (state, last, changed) = (BuildState.None(id), (BuildEvent?)null, false);
        await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            var begins = last is not null && !AreOneAppend(last, happened);
            if (last is not null)
                yield return new TimelineEntry(state, begins && changed);
            changed = IsChange(happened) || (changed && !begins);
            state = History.Apply(state, happened);
            last = happened;
        }

        if (last is not null)
            yield return new TimelineEntry(state, changed);
    }

    /// <summary>The build as it was at a version; null when its history has no such version.</summary>
    public static async ValueTask<BuildState?> FindAsync(IBuildStore store, WantedVersion wanted, CancellationToken cancellationToken)
    {
        await foreach (var entry in ReadAsync(store, wanted.Build, cancellationToken).ConfigureAwait(false))
        {
            if (entry.State.Version == wanted.Version)
                return wanted.Is(entry.State) ? entry.State : null;
        }

        return null;
    }

    // The events of one append have one time and one hand. Between them the build was never seen.
    private static bool AreOneAppend(BuildEvent left, BuildEvent right) => left.At == right.At && left.By == right.By;

    // Who holds a build is not what it is.
    private static bool IsChange(BuildEvent happened) => happened is not (BuildEvent.Claimed or BuildEvent.Released);
}

/// <summary>What a build was after an event.</summary>
/// <param name="State">The build.</param>
/// <param name="IsVersion">True when an append ended here that changed more than who holds the build: a version of the resource.</param>
internal readonly record struct TimelineEntry(BuildState State, bool IsVersion);
