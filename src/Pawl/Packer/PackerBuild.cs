using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Running;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Packer;

/// <summary>Runs Packer once as the task of a build's current state: holds the build meanwhile, and records what came of it and what Packer
/// made.</summary>
/// <param name="log">The worker's hand on the store.</param>
/// <param name="host">Starts processes.</param>
/// <param name="time">The clock.</param>
/// <param name="settings">How to work.</param>
/// <param name="order">What is asked for.</param>
public sealed class PackerBuild(BuildLog log, ITaskHost host, TimeProvider time, RunnerSettings settings, PackerOrder order)
{
    /// <summary>Begins an attempt, runs Packer, and ends the attempt.</summary>
    /// <param name="id">Which build; it exists.</param>
    /// <param name="wanted">The state that must be the current one; null for whichever is.</param>
    /// <param name="pipelineOf">The pipeline of a build; null when there is none that can be read.</param>
    /// <param name="screen">Told of everything that happens.</param>
    /// <param name="stop">Tells Packer to stop and to clean up, records that as interrupted, and ends.</param>
    /// <exception cref="NoSuchBuildException">There is no such build.</exception>
    /// <exception cref="BuildHeldException">Another worker holds the build.</exception>
    /// <exception cref="LeaseLostException">Another worker took the build over meanwhile.</exception>
    /// <exception cref="TransitionRefusedException">The build's state refuses it.</exception>
    /// <exception cref="StoreException">The store can't be used.</exception>
    /// <returns>How it ended, and the build as it stands then.</returns>
    public async Task<(PackerOutcome Outcome, BuildState Build)> RunAsync(
        BuildId id, StateCode? wanted, Func<BuildState, Pipeline?> pipelineOf, IRunScreen screen, CancellationToken stop)
    {
        // Before the lease's time is read: whatever suspends this process in between, the task's time ends before the lease.
        var deadline = LeaseKeeper.DeadlineOf(settings.LeaseDuration);
        var claimed = await log.ChangeRepeatedlyAsync(id, Begin, CancellationToken.None).ConfigureAwait(false);
        var patience = new StorePatience(time, settings, screen);
        var build = new HeldBuild(log, claimed, patience, screen);
        var keeper = LeaseKeeper.Start(log.Store, claimed, time, settings.LeaseDuration, deadline);
        await using (keeper.ConfigureAwait(false))
        {
            if (claimed.LastToken > 1)
                await EarlierAttempts.EndAsync(host, build, settings.LogFolder, stop).ConfigureAwait(false);
            var (pipeline, state) = order.For(claimed, pipelineOf(claimed));
            screen.Show(new RunEvent.BuildEntered(build.State, ImmutableDictionary<StateCode, TimeSpan>.Empty));
            var outcome = await TryAsync(build, pipeline, state, keeper, patience, screen, stop).ConfigureAwait(false);
            return (outcome, build.State);
        }

        Change Begin(Change change) => change.After.Exists
            ? change.Claim(settings.LeaseDuration, settings.IsKnownDead).Start(wanted ?? change.After.Current)
            : throw new NoSuchBuildException(id, log.Store.Location);
    }

    private async Task<PackerOutcome> TryAsync(
        HeldBuild build,
        Pipeline pipeline,
        PipelineState state,
        LeaseKeeper keeper,
        StorePatience patience,
        IRunScreen screen,
        CancellationToken stop)
    {
        var began = time.GetTimestamp();
        var record = new PackerRecord(build, state, time, settings, screen);
        record.ShowStart();
        var packer = new PackerRun(order, host);
        await packer.LookAsync(CancellationToken.None).ConfigureAwait(false);
        var attempt = new Attempt(build.State, pipeline, state, packer.Host, keeper, patience, settings, screen);
        var result = await attempt.RunAsync(stop).ConfigureAwait(false);
        if (keeper.Lost.IsCancellationRequested)
            throw new LeaseLostException(build.State.Id);
        if (result is not AttemptResult.Succeeded done)
            return await record.EndAsync(result, time.GetElapsedTime(began)).ConfigureAwait(false);
        var redactor = Redactor.For(TaskEnvironment.SecretsAnywhere(settings.Environment, pipeline), pipeline.Secrets);
        try
        {
            var made = await packer.TakeInAsync(redactor, Tell, stop).ConfigureAwait(false);
            return await record.CompleteAsync(done, made, time.GetElapsedTime(began)).ConfigureAwait(false);
        }
        catch (PackerFaultException fault)
        {
            var failed = new AttemptResult.Failed(redactor.Redact(fault.Message), new(FailureCategory.Persistent, "artifact"));
            return await record.EndAsync(failed, time.GetElapsedTime(began)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await record.EndAsync(new AttemptResult.Stopped(), time.GetElapsedTime(began)).ConfigureAwait(false);
        }

        void Tell(string text) => screen.Show(new RunEvent.Notice(redactor.Redact(text)));
    }
}

/// <summary>How it ended.</summary>
public enum PackerOutcome
{
    /// <summary>Packer did its work, and the state is completed.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was told to stop.</summary>
    Interrupted,
}
