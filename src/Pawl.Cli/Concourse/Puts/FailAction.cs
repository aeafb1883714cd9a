using System.Globalization;
using Pawl.Builds;
using Pawl.Cli.Concourse.Requests;
using Pawl.Cli.Verbs;
using Pawl.Running;
using Pawl.Secrets;

namespace Pawl.Cli.Concourse.Puts;

/// <summary><c>action: fail</c>: an attempt failed. That it did matters more than why: a log that isn't there stops nothing.</summary>
internal sealed class FailAction : PutAction
{
    public override IReadOnlyList<string> Keys => ["state", "error", "error_file", "exit_file", "timeout", "category"];

    public override async ValueTask<Func<Change, Change>> PrepareAsync(PutRequest put, CancellationToken cancellationToken)
    {
        var named = put.Params.State("state");
        var category = put.Params.Category("category");
        var end = EndOf(put);
        var text = await TextAsync(put, end, cancellationToken).ConfigureAwait(false);
        var ended = new ScriptEnd(put.Pipeline, end is TaskEnd.Exited { Code: 0 } ? new TaskEnd.Exited(1) : end, put.Redactor);
        StateCode? first = null;
        return change =>
        {
            var build = change.After;
            var state = named ?? (first ??= build.Current);
            if (IsDone(build, state) || IsRecorded(build, state))
            {
                put.Note($"state {state} of build {put.Build} {(IsDone(build, state) ? "is completed" : "is recorded as failed")} already; nothing is recorded");
                return change;
            }

            put.Note($"state {state} of build {put.Build} failed");
            var known = put.Pipeline is null ? ended with { Pipeline = KnownPipeline.Of(build) } : ended;
            return change.RequireFree(put.Call.IsKnownDead).Fail(state, ScriptFailure.Of(build, known, text, category, put.Call.Time.GetUtcNow())).Release();
        };
    }

    // The same put once more: the attempt that it ended isn't open any more. Without `start` there never was one.
    private static bool IsRecorded(BuildState build, StateCode state) =>
        build.Status == BuildStatus.Failed && state == build.Current && build.Attempt is null && build.Attempts.ContainsKey(state);

    private static TaskEnd EndOf(PutRequest put)
    {
        if (put.Folder.Find(put.Params, "exit_file") is not { } file)
            return new TaskEnd.Exited(1);
        var limit = put.Params.Duration("timeout");
        // A task that was stopped from outside wrote no exit code.
        return File.Exists(file) && int.TryParse(put.Folder.ReadText(put.Params, "exit_file"), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new TaskEnd.Exited(code)
            : limit is { } time ? new TaskEnd.TimedOut(time) : new TaskEnd.Signaled(9);
    }

    private static async ValueTask<string> TextAsync(PutRequest put, TaskEnd end, CancellationToken cancellationToken)
    {
        // Concourse's on_failure also follows a put in on_success that failed.
        var said = put.Params.Text("error") ?? (end is TaskEnd.Exited { Code: 0 } ? "the task did its work, but what it left could not be recorded; the put before this one says why" : "");
        if (put.Folder.Find(put.Params, "error_file") is not { } file)
            return said.Length > 0 ? said : throw new RequestException("`params.error` or `params.error_file` is needed: what went wrong");
        if (!File.Exists(file))
        {
            put.Call.Terminal.Note($"params.error_file: there is no {Ask.Shorten(put.Params.Text("error_file")!)}; the failure is recorded without it");
            return said.Length > 0 ? said : $"no error text: the log {put.Params.Text("error_file")} wasn't there";
        }

        var log = await ErrorInput.ReadAsync("params.error_file", file, cancellationToken).ConfigureAwait(false);
        var excerpt = put.Params.Has("exit_file") ? Excerpt(end, log, put.Redactor) : log;
        return said.Length > 0 ? $"{said}\n{excerpt}" : excerpt;
    }

    private static string Excerpt(TaskEnd end, string log, Redactor redactor)
    {
        var lines = new TailLines();
        foreach (var line in redactor.Redact(log.ReplaceLineEndings("\n").TrimEnd('\n')).Split('\n'))
            lines.Add(line);
        return ErrorText.From(end, lines);
    }
}
