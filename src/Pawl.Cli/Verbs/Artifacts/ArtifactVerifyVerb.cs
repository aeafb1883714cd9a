using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Running;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Artifacts;

/// <summary><c>pawl artifact verify</c>.</summary>
internal sealed class ArtifactVerifyVerb() : AnswerVerb("verify", "Check that a build's artifacts are still there and as they were; ends with 4 when one isn't.")
{
    public override IReadOnlyList<string> Examples => ["pawl artifact verify web-42"];

    public override IReadOnlyList<ExitCode> ExitCodes => ChangeCodes;

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        var answers = new List<VerifiedJson>();
        foreach (var artifact in build.Artifacts.Values)
            SealedValues.RequireClear(build, artifact.Path);
        foreach (var artifact in build.Artifacts.Values)
            answers.Add(Answer(artifact, await ArtifactFile.CheckAsync(artifact, cancellationToken).ConfigureAwait(false)));
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(answers, PawlJson.Readable.IReadOnlyListVerifiedJson, cancellationToken).ConfigureAwait(false);
        else
            answers.ForEach(a => call.Out.WriteLine($"{a.Result,-8} {a.Name}  {Visible.Line(a.Message.Length > 0 ? a.Message : a.Path)}"));
        return answers.TrueForAll(a => a.Result == "intact") ? ExitCode.Done : ExitCode.NotAllowed;
    }

    private static VerifiedJson Answer(Artifact artifact, ArtifactCheck check) => check switch
    {
        ArtifactCheck.Intact => new(artifact.Name, artifact.Path, "intact", ""),
        ArtifactCheck.Missing missing => new(artifact.Name, artifact.Path, "missing", missing.Message),
        ArtifactCheck.Changed changed => new(artifact.Name, artifact.Path, "changed", changed.Message),
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "no such answer"),
    };
}
