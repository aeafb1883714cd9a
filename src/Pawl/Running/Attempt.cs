using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;
using Pawl.Secrets;

namespace Pawl.Running;

/// <summary>One try at a state's task: checks what it needs, runs it, shows and keeps its output, and takes in what it made.</summary>
internal sealed class Attempt(
    BuildState build,
    Pipeline pipeline,
    PipelineState state,
    ITaskHost host,
    LeaseKeeper keeper,
    StorePatience patience,
    RunnerSettings settings,
    IRunScreen screen)
{
    private readonly PlannedState _planned = new(state.Code, state.Name);
    private readonly TailLines _tail = new();
    private readonly Redactor _redactor = TaskEnvironment.RedactorOf(TaskEnvironment.Of(settings.Environment, pipeline, state, build, ""), pipeline, build);

    /// <summary>Runs it to its end, or until it is stopped.</summary>
    public async Task<AttemptResult> RunAsync(CancellationToken stop)
    {
        try
        {
            return await RunToEndAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it read what the task left.
            return new AttemptResult.Stopped();
        }
    }

    private async Task<AttemptResult> RunToEndAsync(CancellationToken stop)
    {
        if (state.IsMilestone)
            return await PassAsync(stop).ConfigureAwait(false);
        var sealer = await patience.TryAsync(() => settings.FindSealer(build.Id, stop).AsTask()).ConfigureAwait(false);
        await using var files = await patience.TryAsync(() => AttemptFiles.CreateAsync(settings.LogFolder, build, sealer, Tell)).ConfigureAwait(false);
        var environment = TaskEnvironment.Of(settings.Environment, pipeline, state, build, files.OutputPath);
        if (await MissingNeedAsync(stop).ConfigureAwait(false) is { } missing)
            return Persistent(missing, "needs");
        if (!state.Directory.TryExpand(environment, pipeline.Folder, out var directory, out var unset))
            return Persistent($"the working directory {state.Directory} names ${{{unset}}}, which is not set", "dir");
        if (TellingPath(environment) is { } telling)
            return Persistent(telling, "artifact");
        await patience.TryAsync(keeper.HoldAsync).ConfigureAwait(false);
        var spec = new TaskSpec(state.Command, directory, environment, state.Timeout, state.KillAfter) { AliveUntil = keeper.TaskDeadline, Mark = files.Mark };
        var end = await RunTaskAsync(spec, files, stop).ConfigureAwait(false);
        return end switch
        {
            TaskEnd.Exited { Code: 0 } => await FinishAsync(environment, files.OutputPath, stop).ConfigureAwait(false),
            TaskEnd.Stopped => new AttemptResult.Stopped(),
            TaskEnd.Lapsed => new AttemptResult.Lapsed(),
            _ => Failed(end),
        };
    }

    private async Task<AttemptResult> PassAsync(CancellationToken stop)
    {
        var environment = TaskEnvironment.Of(settings.Environment, pipeline, state, build, "");
        return TellingPath(environment) is { } telling
            ? Persistent(telling, "artifact")
            : await FinishAsync(environment, "", stop).ConfigureAwait(false);
    }

    private async Task<TaskEnd> RunTaskAsync(TaskSpec spec, AttemptFiles files, CancellationToken stop)
    {
        var redactor = new LineRedactor(_redactor);
        var task = host.Start(spec);
        await using (task.ConfigureAwait(false))
        {
            using var tied = keeper.Tie(task);
            using var stopped = stop.Register(task.Stop);
            using var lost = keeper.Lost.Register(() => task.KeepAlive(TaskDeadline.In(TimeSpan.Zero)));
            await foreach (var line in task.ReadLinesAsync(CancellationToken.None).ConfigureAwait(false))
            {
                var safe = line.End == TaskLineEnd.Line ? redactor.Redact(line.Text) : redactor.RedactPiece(line.Text);
                if (line.End == TaskLineEnd.Piece && safe.Length == 0)
                    continue;
                _tail.Add(safe);
                await files.WriteLogAsync(safe).ConfigureAwait(false);
                screen.Show(new RunEvent.OutputLine(_planned, safe));
            }

            return await task.Ended.ConfigureAwait(false);
        }
    }

    private AttemptResult.Failed Failed(TaskEnd end) => new(
        _redactor.Redact(ErrorText.From(end, _tail)), state.Classifier.Classify(end, [.. _tail.Lines]));

    private async Task<AttemptResult> FinishAsync(IReadOnlyDictionary<string, string> environment, string outputPath, CancellationToken stop)
    {
        var outputs = ImmutableArray<KeyValuePair<string, string>>.Empty;
        if (outputPath.Length > 0)
        {
            var read = await OutputFile.ReadAsync(outputPath, stop).ConfigureAwait(false);
            if (read.Faults is [var fault, ..])
                return Persistent($"PAWL_OUTPUT, line {fault.Line}: {fault.Message}", "output");
            outputs = [.. read.Values.Where(pair => MayBeNamed(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, Safe(pair.Key, pair.Value)))];
        }

        return await MeasureAsync(environment, outputs, stop).ConfigureAwait(false);
    }

    private async Task<AttemptResult> MeasureAsync(
        IReadOnlyDictionary<string, string> environment, ImmutableArray<KeyValuePair<string, string>> outputs, CancellationToken stop)
    {
        var artifacts = ImmutableArray.CreateBuilder<Artifact>();
        foreach (var declared in state.Artifacts)
        {
            if (!declared.Path.TryExpand(environment, pipeline.Folder, out var path, out var unset))
                return Persistent($"artifact {declared.Name}: its path {declared.Path} names ${{{unset}}}, which is not set", "artifact");
            switch (await ArtifactFile.MeasureAsync(path, stop).ConfigureAwait(false))
            {
                case ArtifactMeasure.Measured measured:
                    artifacts.Add(new Artifact(declared.Name, path, measured.Size, measured.Sha256, state.Code));
                    break;
                case ArtifactMeasure.Missing missing:
                    return Persistent($"artifact {declared.Name}, which this state makes: {missing.Message}", "artifact");
                case ArtifactMeasure.Unfit unfit:
                    return Persistent($"artifact {declared.Name}, which this state makes: {unfit.Message}", "artifact");
            }
        }

        return new AttemptResult.Succeeded(outputs, artifacts.ToImmutable());
    }

    private async Task<string?> MissingNeedAsync(CancellationToken stop)
    {
        foreach (var name in state.Needs)
        {
            if (!build.Artifacts.TryGetValue(name, out var artifact))
                return $"this state needs the artifact {name}, and none is recorded; roll back to the state that makes it";
            var fault = await ArtifactFile.CheckAsync(artifact, stop).ConfigureAwait(false) switch
            {
                ArtifactCheck.Missing missing => missing.Message,
                ArtifactCheck.Changed changed => changed.Message,
                _ => null,
            };
            if (fault is not null)
                return $"this state needs the artifact {name} as state {artifact.State} made it: {fault}; bring it back, or `pawl rollback {build.Id} --to {artifact.State} --reason REASON`";
        }

        return null;
    }

    // A path is recorded as it is, so that later states find the file: it must tell nothing. The pipeline's folder is recorded anyway.
    private string? TellingPath(IReadOnlyDictionary<string, string> environment)
    {
        foreach (var declared in state.Artifacts)
        {
            if (declared.Path.TryExpand(environment, "/", out var path, out _)
                && TaskEnvironment.SecretsIn(environment, pipeline).FirstOrDefault(secret => secret.StandsIn(path)) is { } told)
                return $"artifact {declared.Name}: its path {declared.Path} holds the value of {told.Name}, which the pipeline marks as secret, and would be recorded; choose another path";
        }

        return null;
    }

    private bool MayBeNamed(string key)
    {
        if (_redactor.IsSecretName(key))
        {
            Tell($"the output {key} has the name of a secret and is not recorded; pass secrets on in files of your own or by a secret store");
            return false;
        }

        var harmless = _redactor.Redact(key) == key;
        if (!harmless)
            Tell("an output's key held a secret; neither it nor its value is recorded");
        return harmless;
    }

    private string Safe(string key, string value)
    {
        var safe = _redactor.RedactValue(key, value);
        if (safe != value)
            Tell($"the output {key} held a secret, which is not recorded; pass secrets on in files of your own or by a secret store");
        return safe;
    }

    private void Tell(string text) => screen.Show(new RunEvent.Notice(_redactor.Redact(text)));

    private AttemptResult.Failed Persistent(string error, string rule) =>
        new(_redactor.Redact(error), new Classification(FailureCategory.Persistent, rule));
}
