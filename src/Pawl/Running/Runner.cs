using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>Takes a build through its states: claims it, tries each state's task, records what came of it, waits for the next try, and goes
/// on until the build is completed, needs people, or the runner is told to stop.</summary>
/// <param name="log">The worker's hand on the store.</param>
/// <param name="host">Starts tasks.</param>
/// <param name="time">The clock: waits follow it.</param>
/// <param name="settings">How to work.</param>
public sealed class Runner(BuildLog log, ITaskHost host, TimeProvider time, RunnerSettings settings)
{
    /// <summary>Begins the build, or goes on with it from whatever is recorded.</summary>
    /// <param name="id">Which build; it is created when the store doesn't have it.</param>
    /// <param name="pipeline">The pipeline, as the file is now.</param>
    /// <param name="screen">Told of everything that happens.</param>
    /// <param name="stop">Stops the running task, records it as interrupted, and ends.</param>
    /// <exception cref="BuildHeldException">Another worker holds the build.</exception>
    /// <exception cref="LeaseLostException">Another worker took the build over meanwhile.</exception>
    /// <exception cref="TransitionRefusedException">The build can't go on with this pipeline.</exception>
    /// <exception cref="StoreException">The store can't be used.</exception>
    public async Task<RunOutcome> RunAsync(BuildId id, Pipeline pipeline, IRunScreen screen, CancellationToken stop)
    {
        var found = await log.Store.LoadAsync(id, stop).ConfigureAwait(false);
        var durations = await StateDurations.OfPipelineAsync(log.Store, pipeline.Name, stop).ConfigureAwait(false);
        var known = log.Begin(found).After;
        PipelineContinuity.RequireSame(known, pipeline);
        if (known.Status == BuildStatus.Completed || NeedsPeople(known, pipeline) is not null)
            return Refuse(known, pipeline, screen, durations);
        // Before the lease's time is read: whatever suspends this process in between, the task's time ends before the lease.
        var deadline = LeaseKeeper.DeadlineOf(settings.LeaseDuration);
        var claimed = await ClaimAsync(id, pipeline, screen).ConfigureAwait(false);
        var patience = new StorePatience(time, settings, screen);
        var build = new HeldBuild(log, claimed, patience, screen);
        screen.Show(new RunEvent.BuildEntered(build.State, durations));
        var keeper = LeaseKeeper.Start(log.Store, claimed, time, settings.LeaseDuration, deadline);
        await using (keeper.ConfigureAwait(false))
        {
            if (claimed.LastToken > 1)
                await EarlierAttempts.EndAsync(host, build, settings.LogFolder, stop).ConfigureAwait(false);
            var outcome = await new StateLoop(build, pipeline, host, keeper, patience, time, settings, screen).RunAsync(stop).ConfigureAwait(false);
            screen.Show(new RunEvent.BuildLeft(build.State, outcome));
            return outcome;
        }
    }

    private static RunOutcome Refuse(BuildState known, Pipeline pipeline, IRunScreen screen, IReadOnlyDictionary<StateCode, TimeSpan> durations)
    {
        screen.Show(new RunEvent.BuildEntered(known, durations));
        if (NeedsPeople(known, pipeline) is { } why)
            screen.Show(new RunEvent.Notice(why));
        var outcome = known.Status == BuildStatus.Completed ? RunOutcome.Completed : RunOutcome.Failed;
        screen.Show(new RunEvent.BuildLeft(known, outcome));
        return outcome;
    }

    private static string? NeedsPeople(BuildState build, Pipeline pipeline) =>
        pipeline.Find(build.Current) is { } state && PeopleNeeded.Why(build, state) is { } why ? $"{why} and `pawl resume {build.Id}`" : null;

    private async Task<BuildState> ClaimAsync(BuildId id, Pipeline pipeline, IRunScreen screen)
    {
        var notices = new List<string>();
        var claimed = await log.ChangeRepeatedlyAsync(
            id,
            change =>
            {
                notices.Clear();
                var begun = change.After.Exists
                    ? PipelineContinuity.TakeOver(change, pipeline, notices.Add)
                    : change.Create(pipeline.Provider, pipeline.ImageType, pipeline.PlanFor(), pipeline.Reference);
                return begun.Claim(settings.LeaseDuration, settings.IsKnownDead);
            },
            CancellationToken.None).ConfigureAwait(false);
        notices.ForEach(text => screen.Show(new RunEvent.Notice(text)));
        return claimed;
    }
}
