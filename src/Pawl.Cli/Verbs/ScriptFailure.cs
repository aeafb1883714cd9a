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
        // A script's own exit code isn't known here; that it failed is.
        return Of(build, new ScriptEnd(pipeline, new TaskEnd.Exited(1), BuildSecrets.Of(pipeline, build).Redactor), text, category, now);
    }

    /// <summary>The same of a task of which more is known.</summary>
    public static Failure Of(BuildState build, ScriptEnd end, string text, FailureCategory? category, DateTimeOffset now)
    {
        var state = end.Pipeline?.Find(build.Current);
        var verdict = category is { } chosen ? new Classification(chosen, Chosen) : Classify(state, end.End, text);
        var due = KnownPipeline.RetryOf(build, state).NextTry(verdict.Category, build.RetryCount + 1, now, Random.Shared.NextDouble());
        return new Failure(ErrorText.Clean(text, end.Redactor), verdict.Category, verdict.Rule, due);
    }

    private static Classification Classify(PipelineState? state, TaskEnd end, string text) =>
        (state?.Classifier ?? FailureClassifier.BuiltIn).Classify(end, text.ReplaceLineEndings("\n").Split('\n'));
}

/// <summary>How a script's task ended.</summary>
/// <param name="Pipeline">The pipeline that it is of, where that is known.</param>
/// <param name="End">Its end.</param>
/// <param name="Redactor">Knows what its output must not tell.</param>
internal sealed record ScriptEnd(Pipeline? Pipeline, TaskEnd End, Redactor Redactor);
