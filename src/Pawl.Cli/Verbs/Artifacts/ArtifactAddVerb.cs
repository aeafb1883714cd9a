using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Running;

namespace Pawl.Cli.Verbs.Artifacts;

/// <summary><c>pawl artifact add</c>.</summary>
internal sealed class ArtifactAddVerb : RecordVerb
{
    private readonly Argument<Label> _name = new("NAME")
    {
        Description = "What the artifact is called.",
        CustomParser = result => Label.TryParse(Ask.Text(result), out var name)
            ? name
            : Ask.Refuse<Label>(result, $"'{Ask.Shown(result)}' is not an artifact's name: it must be {Label.Rule}"),
    };

    private readonly Argument<string> _path = new Argument<string>("PATH") { Description = "The file." }.Completing(Candidates.AllFiles);

    public ArtifactAddVerb()
        : base("add", "Measure a file and record it as an artifact of the current state.")
    {
        Add(_name);
        Add(_path);
    }

    public override IReadOnlyList<string> Examples => ["pawl artifact add web-42 rootfs out/rootfs.tar"];

    protected override async ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var path = call.Get(_path);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new UsageException($"'{Ask.Shorten(path)}' is not the path of a file");
        var name = call.Get(_name).Value;
        var full = Path.GetFullPath(path);
        return await ArtifactFile.MeasureAsync(full, cancellationToken).ConfigureAwait(false) switch
        {
            ArtifactMeasure.Measured file => change =>
            {
                BuildSecrets.Of(change.After).RequireHarmless("artifact's", "path", full);
                return change.Record(new Artifact(name, full, file.Size, file.Sha256, change.After.Current));
            },
            ArtifactMeasure.Missing missing => throw new UsageException(missing.Message),
            ArtifactMeasure.Unfit unfit => throw new UsageException(unfit.Message),
            var other => throw new ArgumentOutOfRangeException(nameof(call), other, "no such measure"),
        };
    }

    protected override string Say(BuildState after) => $"build {after.Id} has {after.Artifacts.Count} artifacts";
}
