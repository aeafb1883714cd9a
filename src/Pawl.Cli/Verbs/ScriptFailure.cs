using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;
using Pawl.Running;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs;

/// <summary>From what a script says of its failed attempt to the failure that is recorded: redacted, classified, with the time of the next
/// try by the state's strategy.</summary>
internal static class ScriptFailure
{
    private const string Chosen = "--category";

    public static Failure Of(BuildState build, string text, FailureCategory? category, DateTimeOffset now)
    {
        var pipeline = KnownPipeline.Of(build);
        var state = pipeline?.Find(build.Current);
        var verdict = category is { } chosen ? new Classification(chosen, Chosen) : Classify(state, text);
        var due = KnownPipeline.RetryOf(build, state).NextTry(verdict.Category, build.RetryCount + 1, now, Random.Shared.NextDouble());
        return new Failure(ErrorText.Clean(text, BuildSecrets.Of(pipeline).Redactor), verdict.Category, verdict.Rule, due);
    }

    // A script's own exit code isn't known here; that it failed is.
    private static Classification Classify(PipelineState? state, string text) =>
        (state?.Classifier ?? FailureClassifier.BuiltIn).Classify(new TaskEnd.Exited(1), text.ReplaceLineEndings("\n").Split('\n'));
}
