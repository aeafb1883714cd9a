using System.Globalization;
using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;

namespace Pawl.Cli.Concourse.Puts;

/// <summary><c>action: succeed</c>: a state's work is done.</summary>
internal sealed class SucceedAction : PutAction
{
    // What a task's script says that did nothing, because its state was completed.
    private const string Skipped = "skipped";

    public override IReadOnlyList<string> Keys => ["state", "attempt_file", "metadata", "metadata_file", "artifacts_file"];

    public override ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken)
    {
        var named = put.Params.State("state");
        var attempt = put.Folder.ReadText(put.Params, "attempt_file");
        if (attempt is Skipped)
            return new(change => Leave(change, put, "the task had nothing to do"));
        var number = attempt is null ? null : NumberOf(attempt, put);
        var values = MetadataInput.Read(put);
        var artifacts = ArtifactsInput.Read(put);
        // On a later state "the current one" would be another.
        StateCode? first = null;
        return new(change =>
        {
            var state = named ?? (first ??= change.After.Current);
            if (IsDone(change.After, state))
                return Leave(change, put, $"state {state} is completed already");
            if (number is { } wanted && change.After.Attempt is null)
                throw new TransitionRefusedException($"attempt {wanted} at state {state} of build {put.Build} is no longer open; what it did isn't recorded as done");
            if (number is { } mine && (change.After.Attempt!.State != state || change.After.Attempt.Number != mine))
                throw new TransitionRefusedException($"attempt {mine} at state {state} of build {put.Build} was followed by attempt {change.After.Attempt.Number} at state {change.After.Attempt.State}; what it did isn't recorded as done");
            var free = values.Aggregate(change.RequireFree(put.Call.IsKnownDead), (c, pair) => c.SetMetadata(pair.Key, pair.Value));
            put.Note($"state {state} of build {put.Build} is completed");
            return artifacts.Aggregate(free, (c, artifact) => c.Record(artifact with { State = state })).Succeed(state).Release();
        });
    }

    private static Change Leave(Change change, PutRequest put, string why)
    {
        put.Note($"{why}; nothing is recorded");
        return change;
    }

    private static int? NumberOf(string attempt, PutRequest put) => int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw put.Params.Fault("attempt_file", $"must hold what the file `attempt` of a get has, or the word {Skipped}");
}
