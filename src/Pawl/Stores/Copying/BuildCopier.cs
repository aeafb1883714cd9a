using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Stores.Copying;

/// <summary>Brings one build from one store to another, event by event, as it was recorded. What is there already is not brought again, so a copy
/// that was cut short goes on where it stopped.</summary>
public sealed class BuildCopier(IBuildStore from, IBuildStore to)
{
    // Small enough for the store that takes least in one append.
    private const int EventsAtOnce = 50;

    /// <summary>Copies a build as it is now.</summary>
    /// <returns>The build as it is in the target then.</returns>
    /// <exception cref="BuildDivergedException">The target holds another history under this id, or a longer one.</exception>
    public ValueTask<BuildState> CopyAsync(BuildId id, CancellationToken cancellationToken) => CopyAsync(id, new BuildVersion(long.MaxValue), cancellationToken);

    /// <summary>Copies a build as it was at a version.</summary>
    /// <inheritdoc cref="CopyAsync(BuildId, CancellationToken)"/>
    public async ValueTask<BuildState> CopyAsync(BuildId id, BuildVersion upTo, CancellationToken cancellationToken)
    {
        var there = (await to.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        await RequireSameAsync(id, there.Version, upTo, cancellationToken).ConfigureAwait(false);
        var missing = from.ReadHistoryAsync(id, there.Version, cancellationToken).TakeWhile((_, i) => there.Version.Value + i < upTo.Value);
        await foreach (var events in missing.Chunk(EventsAtOnce).ConfigureAwait(false))
            there = await AppendAsync(there, [.. events], cancellationToken).ConfigureAwait(false);
        return there;
    }

    /// <summary>Checks that what the target holds is how the source's history begins: it is when the last event is the same one, since every event
    /// was appended to a history that it knew.</summary>
    private async ValueTask RequireSameAsync(BuildId id, BuildVersion version, BuildVersion upTo, CancellationToken cancellationToken)
    {
        if (version == BuildVersion.None)
            return;
        var before = new BuildVersion(version.Value - 1);
        var ours = await from.ReadHistoryAsync(id, before, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var theirs = await to.ReadHistoryAsync(id, before, cancellationToken).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (ours?.Id == theirs?.Id && version <= upTo)
            return;
        var end = (await from.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Version;
        throw new BuildDivergedException(id, new BuildCopy(from.Location, end), new BuildCopy(to.Location, version));
    }

    private async ValueTask<BuildState> AppendAsync(BuildState there, ImmutableArray<BuildEvent> events, CancellationToken cancellationToken)
    {
        var change = Change.Replay(there, events);
        if (await to.AppendAsync(change, cancellationToken).ConfigureAwait(false) == AppendResult.Appended)
            return change.After;
        throw new BuildChangedException(there.Id);
    }
}
