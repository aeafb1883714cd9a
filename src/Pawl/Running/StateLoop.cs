using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;

namespace Pawl.Running;

/// <summary>The loop of a runner that holds its build: wait if a retry is due later, try the current state, record, go on.</summary>
internal sealed class StateLoop(
    HeldBuild build,
    Pipeline pipeline,
    ITaskHost host,
    LeaseKeeper keeper,
    StorePatience patience,
    TimeProvider time,
    RunnerSettings settings,
    IRunScreen screen)
{
    // The longest that a timer can wait at once.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(40);

    // A wait and what spreads it.
    private const double LongestShare = 1.2;

    /// <summary>Runs until the build is completed, needs people, or is told to stop; the lease is given back with the last change.</summary>
    public async Task<RunOutcome> RunAsync(CancellationToken stop)
    {
        while (build.State.Status != BuildStatus.Completed)
        {
            var state = pipeline.Find(build.State.Current)
                ?? throw new TransitionRefusedException($"build {build.State.Id} stands at state {build.State.Current}, which {pipeline.Path} doesn't have; put it there, or roll back with `pawl rollback`");
            if (!await WaitForRetryAsync(state, stop).ConfigureAwait(false))
                return await InterruptAsync(state, "stopped while waiting for the next try").ConfigureAwait(false);
            if (await TryAsync(state, stop).ConfigureAwait(false) is { } outcome)
                return outcome;
        }

        return RunOutcome.Completed;
    }

    private async Task<bool> WaitForRetryAsync(PipelineState state, CancellationToken stop)
    {
        if (DueTime(state) is not { } due || due <= time.GetUtcNow())
            return !stop.IsCancellationRequested;
        screen.Show(new RunEvent.RetryWaiting(build.State, Planned(state), build.State.RetryCount + 1, state.Retry.Attempts, due));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, keeper.Lost);
        try
        {
            for (var left = due - time.GetUtcNow(); left > TimeSpan.Zero; left = due - time.GetUtcNow())
                await Task.Delay(left < LongestDelay ? left : LongestDelay, time, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            ThrowIfLost();
            return false;
        }
    }

    // A clock that was set back since the failure must not make a wait of seconds one of hours.
    private DateTimeOffset? DueTime(PipelineState state)
    {
        if (build.State.LastFailure?.Failure.RetryAt is not { } due)
            return null;
        var longest = time.GetUtcNow() + (state.Retry.Initial > state.Retry.Max ? state.Retry.Initial : state.Retry.Max) * LongestShare;
        if (due <= longest)
            return due;
        screen.Show(new RunEvent.Notice($"the next try is recorded for {UtcTime.Format(due)}, later than this pipeline ever waits: the clock or the pipeline was changed; waiting until {UtcTime.Format(longest)}"));
        return longest;
    }

    /// <returns>The end of the run; null to go on.</returns>
    private async Task<RunOutcome?> TryAsync(PipelineState state, CancellationToken stop)
    {
        var planned = Planned(state);
        if (build.State.Attempt is null)
            await build.ChangeAsync(change => IsStill(change, state) ? change.Start(state.Code) : change).ConfigureAwait(false);
        if (build.State.Current != state.Code)
            return null;
        screen.Show(new RunEvent.AttemptStarted(build.State, planned, build.State.RetryCount + 1, state.Retry.Attempts, time.GetUtcNow()));
        var began = time.GetTimestamp();
        var result = await new Attempt(build.State, pipeline, state, host, keeper, patience, settings, screen).RunAsync(stop).ConfigureAwait(false);
        ThrowIfLost();
        var elapsed = time.GetElapsedTime(began);
        switch (result)
        {
            case AttemptResult.Succeeded done:
                return await CompleteAsync(state, done, elapsed).ConfigureAwait(false);
            case AttemptResult.Failed failed:
                return await FailAsync(state, failed, elapsed).ConfigureAwait(false);
            case AttemptResult.Lapsed:
                return await LapseAsync(state).ConfigureAwait(false);
            default:
                return await InterruptAsync(state, "stopped").ConfigureAwait(false);
        }
    }

    private async Task<RunOutcome?> CompleteAsync(PipelineState state, AttemptResult.Succeeded done, TimeSpan elapsed)
    {
        try
        {
            await build.ChangeAsync(change => Complete(change, state, done)).ConfigureAwait(false);
        }
        catch (TransitionRefusedException e)
        {
            // Its outputs are more than a build may keep: the same task would leave them again.
            var failed = new AttemptResult.Failed(e.Message, new Classification(FailureCategory.Persistent, "output"));
            return await FailAsync(state, failed, elapsed).ConfigureAwait(false);
        }

        screen.Show(new RunEvent.StateCompleted(build.State, Planned(state), elapsed));
        return null;
    }

    // The completion, what the task left, and the start of the next state's attempt are one append: one wait for the disk a state.
    private static Change Complete(Change change, PipelineState state, AttemptResult.Succeeded done)
    {
        if (!IsStill(change, state))
            return change;
        var recorded = done.Outputs.Aggregate(change, (c, output) => c.SetMetadata(output.Key, output.Value));
        recorded = done.Artifacts.Aggregate(recorded, (c, artifact) => c.Record(artifact)).Succeed(state.Code);
        return recorded.After.Status == BuildStatus.Completed ? recorded.Release() : recorded.Start(recorded.After.Current);
    }

    private async Task<RunOutcome?> FailAsync(PipelineState state, AttemptResult.Failed failed, TimeSpan elapsed)
    {
        var jitter = settings.Jitter();
        await build.ChangeAsync(change =>
        {
            if (!IsStill(change, state))
                return change;
            var (category, rule) = failed.Classification;
            var due = state.Retry.NextTry(category, change.After.RetryCount + 1, time.GetUtcNow(), jitter);
            var ended = change.Fail(state.Code, new Failure(failed.Error, category, rule, due));
            return due is null ? ended.Release() : ended;
        }).ConfigureAwait(false);
        if (build.State.LastFailure is not { } last || build.State.Current != state.Code)
            return null;
        screen.Show(new RunEvent.AttemptFailed(build.State, Planned(state), last.Failure, elapsed));
        if (state.Retry.TellsOfEachFailure && last.Failure.RetryAt is not null)
            screen.Show(new RunEvent.Notice($"state {state.Code} {state.Name} is one whose every failure people should look at; it is tried again all the same"));
        return last.Failure.RetryAt is null ? RunOutcome.Failed : null;
    }

    private async Task<RunOutcome> InterruptAsync(PipelineState state, string reason)
    {
        await build.ChangeAsync(change => change.InterruptOpenAttempt(reason).Release()).ConfigureAwait(false);
        screen.Show(new RunEvent.AttemptInterrupted(build.State, Planned(state), reason));
        return RunOutcome.Interrupted;
    }

    // Nobody took the build over, or this would be refused: it is tried again, and no failure of the task's.
    private async Task<RunOutcome?> LapseAsync(PipelineState state)
    {
        const string reason = "the lease could not be renewed in time, and the task was killed";
        await build.ChangeAsync(change => change.InterruptOpenAttempt(reason)).ConfigureAwait(false);
        screen.Show(new RunEvent.AttemptInterrupted(build.State, Planned(state), reason));
        return null;
    }

    private void ThrowIfLost()
    {
        if (keeper.Lost.IsCancellationRequested)
            throw new LeaseLostException(build.State.Id);
    }

    // Another program may have moved the build on while the task ran: then there is nothing to record for this state.
    private static bool IsStill(Change change, PipelineState state) =>
        change.After.Current == state.Code && change.After.Status != BuildStatus.Completed;

    private static PlannedState Planned(PipelineState state) => new(state.Code, state.Name);
}
