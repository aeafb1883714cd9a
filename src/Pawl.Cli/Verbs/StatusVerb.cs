using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl status</c>: where a build stands.</summary>
internal sealed class StatusVerb() : LookVerb("status", "Show where a build stands, who holds it, how it failed last and what comes next.")
{
    public override IReadOnlyList<string> Examples => ["pawl status web-42", "pawl status web-42 --json | jq -r .currentState"];

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        if (call.WantsJson)
        {
            var json = BuildDocument.Of(build) with { StateHistory = reader.ReadRowsAsync(build, cancellationToken) };
            await call.Terminal.WriteJsonAsync(json, PawlJson.Readable.BuildDocument, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            BuildText.Write(build, call.Time.GetUtcNow(), call.Terminal);
        }

        return ExitCode.Done;
    }
}
