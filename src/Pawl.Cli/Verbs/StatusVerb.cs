using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl status</c>: where a build stands.</summary>
internal sealed class StatusVerb : Verb
{
    private readonly Argument<BuildId> _build = Ask.BuildId();

    public StatusVerb()
        : base("status", "Show where a build stands, who holds it, how it failed last and what comes next.") => Add(_build);

    public override IReadOnlyList<string> Examples => ["pawl status web-42", "pawl status web-42 --json | jq -r .currentState"];

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = call.OpenStore();
        var build = await call.Log(store).LoadAsync(call.Get(_build), cancellationToken).ConfigureAwait(false);
        if (call.WantsJson)
        {
            var json = BuildDocument.Of(build) with { StateHistory = store.ReadRowsAsync(build.Id, cancellationToken) };
            await call.Terminal.WriteJsonAsync(json, PawlJson.Readable.BuildDocument, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            BuildText.Write(build, call.Time.GetUtcNow(), call.Terminal);
        }

        return ExitCode.Done;
    }
}
