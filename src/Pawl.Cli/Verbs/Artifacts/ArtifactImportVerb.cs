using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Packer;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs.Artifacts;

/// <summary><c>pawl artifact import</c>.</summary>
internal sealed class ArtifactImportVerb : RecordVerb
{
    private readonly Argument<string> _manifest = new Argument<string>("MANIFEST")
    {
        Description = "The file that Packer's manifest post-processor wrote.",
    }.Completing(Candidates.AllFiles);

    private readonly Option<ManifestRun?> _run = new("--run")
    {
        Description = "Which runs of Packer: the one with this UUID, or all. Default: the last one.",
        HelpName = "last|UUID|all",
        CustomParser = result => Ask.Text(result) switch
        {
            "last" => new ManifestRun.Last(),
            "all" => new ManifestRun.All(),
            var id => Guid.TryParseExact(id, "D", out _)
                ? new ManifestRun.Named(id)
                : Ask.Refuse<ManifestRun>(result, $"--run: '{Ask.Shown(result)}' must be last, all or a run's UUID"),
        },
    };

    private readonly Option<string?> _directory = new Option<string?>("--directory")
    {
        Description = "The folder that Packer ran in, where relative paths begin. Default: the current one.",
        HelpName = "DIR",
    }.Completing(Candidates.AllFiles);

    public ArtifactImportVerb()
        : base("import", "Record what Packer made by its manifest: files with size and SHA-256, images in a cloud as metadata.")
    {
        Add(_manifest);
        Add(_run);
        Add(_directory);
        _run.CompletionSources.Clear();
        _run.CompletionSources.Add("last", "all");
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl artifact import web-42 packer-manifest.json", "pawl artifact import web-42 packer-manifest.json --run all"];

    protected override async ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var manifest = await PackerManifest.LoadAsync(call.Get(_manifest), cancellationToken).ConfigureAwait(false);
        var directory = Path.GetFullPath(call.Get(_directory) is { Length: > 0 } given ? given : ".");
        var artifacts = manifest.Of(call.Get(_run) ?? new ManifestRun.Last());
        var intake = await PackerIntake.MeasureAsync(artifacts, directory, Redactor.Standard, fault => throw fault, cancellationToken)
            .ConfigureAwait(false);
        return intake.Record;
    }

    protected override string Say(BuildState after) => $"build {after.Id} has {after.Artifacts.Count} artifacts";
}
