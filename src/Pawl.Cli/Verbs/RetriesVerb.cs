using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl retries</c>: how often the current state failed.</summary>
internal sealed class RetriesVerb() : AnswerVerb("retries", "Print the retry count of the current state: failed attempts since it was entered or retried by hand.")
{
    public override IReadOnlyList<string> Examples => ["pawl retries web-42", "pawl retries web-42 --json | jq .tries"];

    protected override async ValueTask<ExitCode> ShowAsync(BuildState build, Invocation call, IBuildReader reader, CancellationToken cancellationToken)
    {
        if (call.WantsJson)
        {
            var answer = new RetriesJson(build.Id.Value, build.Current.Value, build.RetryCount, Tries(build));
            await call.Terminal.WriteJsonAsync(answer, PawlJson.Readable.RetriesJson, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await call.Out.WriteLineAsync(build.RetryCount.ToString(System.Globalization.CultureInfo.InvariantCulture)).ConfigureAwait(false);
            if (call.Terminal.IsInteractive && Tries(build) is { } tries)
                call.Terminal.Note($"state {BuildText.State(build)}: {build.RetryCount} failed of {tries} tries");
        }

        return ExitCode.Done;
    }

    private static int? Tries(BuildState build)
    {
        var pipeline = KnownPipeline.Of(build);
        return build.Pipeline.Exists && pipeline is null ? null : KnownPipeline.RetryOf(build, pipeline?.Find(build.Current)).Attempts;
    }
}
