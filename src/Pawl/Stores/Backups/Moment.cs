using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>A build as it was at a moment.</summary>
/// <param name="State">What it was: the fold of the longest beginning of its history in which no event is later than the moment.</param>
/// <param name="History">The history, which may go on after the moment.</param>
public sealed record Moment(BuildState State, RecordedHistory History)
{
    /// <summary>Reads a history up to a moment. The time of an event counts as the latest so far: what a clock that jumped back wrote belongs to
    /// where it stands.</summary>
    /// <returns>The state; <see cref="BuildState.None"/> when the build began after the moment, or isn't there.</returns>
    public static async ValueTask<Moment> ReadAsync(BuildId id, RecordedHistory history, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = BuildState.None(id);
        await foreach (var happened in history.After(BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            if (happened.At > at)
                break;
            state = Builds.History.Apply(state, happened);
        }

        return new Moment(state, history);
    }
}
