using System.CommandLine;
using Pawl.Builds;
using Pawl.Sealing;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl resume</c>: a build goes on from whatever is recorded.</summary>
internal sealed class ResumeVerb : RunningVerb
{
    private readonly Argument<BuildId> _build = Ask.BuildId();

    private readonly Option<string?> _pipeline = Ask.PipelineOption("The pipeline file, where it isn't where it was when the build began.");

    public ResumeVerb()
        : base("resume", "Go on with a build from whatever is recorded: failed, abandoned, waiting for a retry, rolled back.")
    {
        Add(_build);
        Add(_pipeline);
    }

    public override IReadOnlyList<string> Examples => ["pawl resume web-42", "pawl resume web-42 --pipeline ./pipeline.yaml"];

    public override IReadOnlyList<ExitCode> ExitCodes => Codes(base.ExitCodes, ExitCode.NoSuchBuild);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = call.OpenStoreToWork();
        var build = await call.Log(store).LoadAsync(call.Get(_build), cancellationToken).ConfigureAwait(false);
        if (build.Status == BuildStatus.Completed)
            return await call.ShowAsync(build, $"build {build.Id} is completed already, there is nothing to resume", cancellationToken).ConfigureAwait(false);
        // Without the key nothing can be done with it; what it says of its pipeline couldn't be read either.
        await SealedBuildStore.FindSealerAsync(store, build.Id, cancellationToken).ConfigureAwait(false);
        var file = call.Get(_pipeline) ?? (build.Pipeline.Exists ? build.Pipeline.Path : null)
            ?? throw new TransitionRefusedException($"build {build.Id} is driven by scripts, without a pipeline file; go on with `pawl start {build.Id}`, or name a file with --pipeline FILE");
        return await RunAsync(call, store, build.Id, PipelineInput.Load(file, call.Terminal)).ConfigureAwait(false);
    }
}
