using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Token;

/// <summary><c>pawl token get</c>.</summary>
internal sealed class TokenGetVerb() : AnswerVerb("get", "Print a build's resume token; nothing when none was set.")
{
    public override IReadOnlyList<string> Examples => ["token=$(pawl token get web-42)"];

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        SealedValues.RequireClear(build, build.ResumeToken);
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new TokenJson(build.Id.Value, build.ResumeToken), PawlJson.Readable.TokenJson, cancellationToken).ConfigureAwait(false);
        else if (build.ResumeToken.Length > 0)
            await call.Out.WriteLineAsync(call.Terminal.Raw(build.ResumeToken)).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
