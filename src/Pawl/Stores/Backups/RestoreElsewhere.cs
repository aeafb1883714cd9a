using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Backups;

/// <summary>Brings builds of a backup back to a moment in another place: their events are replayed there as they were recorded.</summary>
/// <param name="moments">The backup.</param>
/// <param name="into">Where to.</param>
/// <param name="effect">Whether it is done.</param>
public sealed class RestoreElsewhere(Moments moments, IBuildStore into, Effect effect)
{
    /// <summary>Restores one build. Cut short, it goes on when it is called again.</summary>
    /// <exception cref="TransitionRefusedException">The place holds another history of this build, or a longer one.</exception>
    /// <exception cref="StoreException">The backup or the place can't be used.</exception>
    public async ValueTask<RestoredBuild> RunAsync(BuildId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var moment = await moments.FindAsync(id, at, cancellationToken).ConfigureAwait(false);
        if (!moment.State.Exists)
            return new RestoredBuild(RestoreResult.Unknown, moment.State, $"nothing of it is known at or before {UtcTime.Format(at)}");
        var there = (await into.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
        if (there.Version > moment.State.Version)
            throw Refused(id);
        if (effect == Effect.Real)
            await ReplayAsync(id, moment, cancellationToken).ConfigureAwait(false);
        return there.Version == moment.State.Version
            ? new RestoredBuild(RestoreResult.Same, moment.State, $"{into.Location} has it as it was")
            : new RestoredBuild(RestoreResult.Restored, moment.State, $"version {moment.State.Version}, from {moment.History.Location}");
    }

    private async ValueTask ReplayAsync(BuildId id, Moment moment, CancellationToken cancellationToken)
    {
        try
        {
            await new HistoryReplay(into).RunAsync(id, moment.History, moment.State.Version, cancellationToken).ConfigureAwait(false);
        }
        catch (BuildDivergedException)
        {
            throw Refused(id);
        }
    }

    private TransitionRefusedException Refused(BuildId id) => new(
        $"build {id} is in {into.Location} already, with another history, and nothing of it was overwritten; restore into an empty place");
}
