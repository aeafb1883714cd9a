using System.Globalization;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Artifacts;

/// <summary><c>pawl artifact list</c>.</summary>
internal sealed class ArtifactListVerb() : LookVerb("list", "Show the files that a build's states made, with size and SHA-256.")
{
    private static readonly string[] Heads = ["NAME", "STATE", "BYTES", "SHA-256", "PATH"];

    public override IReadOnlyList<string> Examples => ["pawl artifact list web-42"];

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        if (call.WantsJson)
        {
            IReadOnlyList<ArtifactJson> all = [.. build.Artifacts.Values.Select(ArtifactJson.Of)];
            await call.Terminal.WriteJsonAsync(all, PawlJson.Readable.IReadOnlyListArtifactJson, cancellationToken).ConfigureAwait(false);
        }
        else if (build.Artifacts.IsEmpty)
        {
            call.Terminal.Note($"build {build.Id} has no artifacts");
        }
        else
        {
            PlainTable.Write(call.Terminal, Heads, [.. build.Artifacts.Values.Select(Row)]);
        }

        return ExitCode.Done;
    }

    private static string[] Row(Artifact artifact) =>
        [artifact.Name, artifact.State.ToString(), artifact.Size.ToString(CultureInfo.InvariantCulture), artifact.Sha256, artifact.Path];
}
