using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl init</c>: a build that scripts drive begins.</summary>
internal sealed class InitVerb : Verb
{
    private readonly Argument<BuildId> _build = Ask.BuildId();
    private readonly Option<Label?> _provider = Ask.LabelOption("Cloud provider: aws, azure, gcp, private, or a name of yours.", "P", "--provider");
    private readonly Option<string?> _pipeline = Ask.PipelineOption("A pipeline file: its states, and its provider and image type where none is given.");
    private readonly Option<Label?> _imageType = Ask.LabelOption("Image type, such as rhel8-webserver.", "T", "--image-type", "--type");

    public InitVerb()
        : base("init", "Begin a build that scripts drive. Without a pipeline file it has the 21 standard states.")
    {
        Add(_build);
        Add(_provider);
        Add(_imageType);
        Add(_pipeline);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl init web-42 --provider aws --image-type rhel8-webserver", "pawl init web-42 --pipeline pipeline.yaml"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = Codes(StoreCodes, ExitCode.NotAllowed);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var pipeline = call.Get(_pipeline) is { } file ? PipelineInput.Load(file, call.Terminal) : null;
        var provider = call.Get(_provider) ?? pipeline?.Provider ?? throw Missing("--provider P");
        var imageType = call.Get(_imageType) ?? pipeline?.ImageType ?? throw Missing("--image-type T");
        var plan = pipeline?.PlanFor(provider, imageType) ?? StandardStates.Plan;
        await using var store = call.OpenBuilds();
        var after = await call.Log(store)
            .ChangeAsync(call.Get(_build), change => change.Create(provider, imageType, plan, pipeline?.Reference ?? PipelineReference.None), cancellationToken)
            .ConfigureAwait(false);
        return await call.ShowChangedAsync(after, BuildText.Line(after), cancellationToken).ConfigureAwait(false);
    }

    private static UsageException Missing(string option) => new($"`pawl init` needs {option}, or --pipeline FILE that says it");
}
