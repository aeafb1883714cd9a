using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Running;

namespace Pawl.Packer;

/// <summary>Ends an attempt of Packer's in the build's history, gives the lease back in the same append, and shows that.</summary>
internal sealed class PackerRecord(HeldBuild build, PipelineState state, TimeProvider time, RunnerSettings settings, IRunScreen screen)
{
    private readonly PlannedState _planned = new(state.Code, state.Name);

    public void ShowStart() =>
        screen.Show(new RunEvent.AttemptStarted(build.State, _planned, build.State.RetryCount + 1, state.Retry.Attempts, time.GetUtcNow()));

    /// <summary>Records the completed state with what its task left and Packer made.</summary>
    public async Task<PackerOutcome> CompleteAsync(AttemptResult.Succeeded done, PackerIntake made, TimeSpan elapsed)
    {
        try
        {
            await build.ChangeAsync(change => IsStill(change) ? Complete(change, done, made) : change.Release()).ConfigureAwait(false);
        }
        catch (TransitionRefusedException e)
        {
            // It left more than a build may keep: the same run would do so again.
            return await EndAsync(new AttemptResult.Failed(e.Message, new(FailureCategory.Persistent, "output")), elapsed).ConfigureAwait(false);
        }

        ThrowIfMoved(build.State.Completed.Contains(state.Code));
        screen.Show(new RunEvent.StateCompleted(build.State, _planned, elapsed));
        return PackerOutcome.Succeeded;
    }

    /// <summary>Records an attempt that didn't complete the state.</summary>
    public Task<PackerOutcome> EndAsync(AttemptResult result, TimeSpan elapsed) => result switch
    {
        AttemptResult.Failed failed => FailAsync(failed, elapsed),
        AttemptResult.Lapsed => InterruptAsync("the lease could not be renewed in time, and the task was killed", PackerOutcome.Failed),
        _ => InterruptAsync("stopped", PackerOutcome.Interrupted),
    };

    private Change Complete(Change change, AttemptResult.Succeeded done, PackerIntake made)
    {
        var recorded = done.Outputs.Aggregate(change, (c, output) => c.SetMetadata(output.Key, output.Value));
        return made.Record(done.Artifacts.Aggregate(recorded, (c, artifact) => c.Record(artifact))).Succeed(state.Code).Release();
    }

    private async Task<PackerOutcome> FailAsync(AttemptResult.Failed failed, TimeSpan elapsed)
    {
        var jitter = settings.Jitter();
        await build.ChangeAsync(change =>
        {
            if (!IsStill(change))
                return change.Release();
            var (category, rule) = failed.Classification;
            var due = state.Retry.NextTry(category, change.After.RetryCount + 1, time.GetUtcNow(), jitter);
            return change.Fail(state.Code, new Failure(failed.Error, category, rule, due)).Release();
        }).ConfigureAwait(false);
        ThrowIfMoved(build.State.Current == state.Code && build.State.LastFailure is not null);
        screen.Show(new RunEvent.AttemptFailed(build.State, _planned, build.State.LastFailure!.Failure, elapsed));
        return PackerOutcome.Failed;
    }

    private async Task<PackerOutcome> InterruptAsync(string reason, PackerOutcome outcome)
    {
        await build.ChangeAsync(change => change.InterruptOpenAttempt(reason).Release()).ConfigureAwait(false);
        screen.Show(new RunEvent.AttemptInterrupted(build.State, _planned, reason));
        return outcome;
    }

    // Another program may have moved the build on while Packer ran: then there is nothing to record for this state.
    private bool IsStill(Change change) => change.After.Current == state.Code && change.After.Status != BuildStatus.Completed;

    private void ThrowIfMoved(bool recorded)
    {
        if (!recorded)
            throw new TransitionRefusedException($"build {build.State.Id} was moved to state {build.State.Current} by another program while Packer ran; what Packer did is not recorded");
    }
}
