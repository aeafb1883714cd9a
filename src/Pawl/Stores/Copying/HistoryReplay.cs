using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Stores.Copying;

/// <summary>Brings a recorded history into a store, event by event. What is there already is not brought again, so a replay that was cut short
/// goes on where it stopped.</summary>
public sealed class HistoryReplay(IBuildStore to)
{
    // Small enough for the store that takes least in one append.
    private const int EventsAtOnce = 50;

    /// <summary>Replays a history up to a version.</summary>
    /// <returns>The build as it is in the target then.</returns>
    /// <exception cref="BuildDivergedException">The target holds another history under this id, or a longer one.</exception>
    /// <exception cref="BuildChangedException">Somebody else appended to the target's build at the same time.</exception>
    public async ValueTask<BuildState> RunAsync(BuildId id, RecordedHistory from, BuildVersion upTo, CancellationToken cancellationToken)
    {
        var there = (await to.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        await RequireSameAsync(from, there, upTo, cancellationToken).ConfigureAwait(false);
        var begin = there.Version.Value;
        var missing = from.After(there.Version, cancellationToken).TakeWhile((_, i) => begin + i < upTo.Value);
        await foreach (var events in missing.Chunk(EventsAtOnce).ConfigureAwait(false))
            there = await AppendAsync(there, [.. events], cancellationToken).ConfigureAwait(false);
        return there;
    }

    // What the target holds must be how the history begins.
    private async ValueTask RequireSameAsync(RecordedHistory from, BuildState there, BuildVersion upTo, CancellationToken cancellationToken)
    {
        if (!there.Exists)
            return;
        if (there.Version <= upTo && await SharedEnd.IsSameAsync(from, RecordedHistory.Of(to, there.Id), there.Version, cancellationToken).ConfigureAwait(false))
            return;
        var end = await from.After(BuildVersion.None, cancellationToken).LongCountAsync(cancellationToken).ConfigureAwait(false);
        throw new BuildDivergedException(there.Id, new BuildCopy(from.Location, new BuildVersion(end)), new BuildCopy(to.Location, there.Version));
    }

    private async ValueTask<BuildState> AppendAsync(BuildState there, ImmutableArray<BuildEvent> events, CancellationToken cancellationToken)
    {
        var change = Change.Replay(there, events);
        if (await to.AppendAsync(change, cancellationToken).ConfigureAwait(false) == AppendResult.Appended)
            return change.After;
        throw new BuildChangedException(there.Id);
    }
}
