using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Pipelines;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl run</c>: a build begins and goes through its states.</summary>
internal sealed class RunVerb : RunningVerb
{
    private readonly Argument<string> _file = new Argument<string>("FILE") { Description = "The pipeline file." }.Completing(Candidates.PipelineFiles);

    private readonly Option<BuildId?> _build = Ask.BuildIdOption(
        "--build-id",
        "The build's id: one that is recorded already goes on where it stands. Default: the pipeline's name, the time and a random part.");

    public RunVerb()
        : base("run", "Run a pipeline's states one after the other; after a failure or a crash, run it again to go on.")
    {
        Add(_file);
        Add(_build);
    }

    public override IReadOnlyList<string> Examples => ["pawl run pipeline.yaml", "pawl run pipeline.yaml --build-id web-42"];

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var pipeline = PipelineInput.Load(call.Get(_file), call.Terminal);
        var id = call.Get(_build) ?? NewId(pipeline, call.Time.GetUtcNow());
        await using var store = call.OpenBuilds();
        return await RunAsync(call, store, id, pipeline).ConfigureAwait(false);
    }

    private static BuildId NewId(Pipeline pipeline, DateTimeOffset now) => BuildId.Parse(string.Create(
        CultureInfo.InvariantCulture, $"{pipeline.Name}-{now:yyyyMMdd-HHmmss}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(2))}"));
}
