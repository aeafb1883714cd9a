using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Verbs.Backup;
using Pawl.Erasing;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Erasing;

/// <summary><c>pawl subject erase</c>.</summary>
internal sealed class SubjectEraseVerb : SubjectVerb
{
    private readonly Option<string> _reason = Ask.Reason();
    private readonly Option<string?> _backup = BackupAsk.PlaceOption("--backup");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be erased, and erase nothing." };

    public SubjectEraseVerb()
        : base("erase", "Erase what names a person from sealed builds, in the store, its mirror and its backup, and from the logs on this machine. Ends with 4 when something is left that only `pawl erase` removes.")
    {
        Add(_reason);
        Add(_backup);
        Add(_dryRun);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl subject erase 'Jane Doe' jdoe --reason 'GDPR request 17' --dry-run", "pawl subject erase --names names.txt --reason 'GDPR request 17' --backup s3://state-backup"];

    public override IReadOnlyList<ExitCode> ExitCodes => ChangeCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(call, cancellationToken).ConfigureAwait(false);
        var reason = ErrorText.Clean(call.Get(_reason)!, Redactor.Standard);
        // Who erases, and why, stays readable for good.
        if (subject.IsIn(reason))
            throw new UsageException("--reason names the person, and it stays in the history: name the request instead");
        if (subject.IsIn(call.Worker.Name))
            throw new UsageException("PAWL_WORKER, or the user and the host, name the person, and they stay in the history: set PAWL_WORKER to another name");
        var origin = call.Worker.Origin.Value;
        if (((string[])[origin.User, origin.Host, origin.Job, origin.Why]).Any(subject.IsIn))
            throw new UsageException("the user, the host, the CI job or PAWL_REASON names the person, and they stay in the history: erase as another user, outside of that job, or with another PAWL_REASON");
        await using var store = call.OpenStore();
        await using var places = new ErasingPlaces(call, store, _backup);
        var done = new List<SubjectErasedJson>();
        var code = await EachAsync(call, store, async id =>
        {
            var findings = await FindAsync(call, store, subject, id, cancellationToken).ConfigureAwait(false);
            if (findings is { Mentions.Count: 0, Lines.Count: 0 })
            {
                if (!call.Get(_dryRun))
                    await places.FinishAsync(findings.Build, cancellationToken).ConfigureAwait(false);
                return;
            }

            done.Add(await EraseAsync(call, store, places, subject, findings, reason, cancellationToken).ConfigureAwait(false));
            if (!call.WantsJson)
                await call.Out.WriteLineAsync(Line(done[^1], call.Get(_dryRun) ? Effect.Dry : Effect.Real)).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(done, PawlJson.Readable.IReadOnlyListSubjectErasedJson, cancellationToken).ConfigureAwait(false);
        else if (done.Count == 0 && code == ExitCode.Done)
            call.Terminal.Note($"nothing in {call.Place.Text} names this person");
        return code == ExitCode.Done && done.Any(build => build.Left > 0) ? ExitCode.NotAllowed : code;
    }

    private async Task<SubjectErasedJson> EraseAsync(
        Invocation call, IBuildStore store, ErasingPlaces places, Subject subject, SubjectFindings findings, string reason, CancellationToken cancellationToken)
    {
        var id = findings.Build.Id;
        var logs = findings.Lines.Select(line => line.Log).Distinct().ToArray();
        var values = findings.Mentions.Where(mention => mention.Piece is not null).ToArray();
        var left = findings.Mentions.Count - values.Length;
        try
        {
            // Of a build that the store has no more there are only logs.
            if (findings.Build.Exists)
                call.Log(store).Begin(new StoredBuild(findings.Build)).RequireRemovable();
            if (!call.Get(_dryRun))
            {
                SealedPiece[] pieces = [.. values.Select(mention => mention.Piece).Concat(findings.Lines.Select(line => line.Piece)).OfType<SealedPiece>().Distinct()];
                if (pieces.Length > 0)
                    await places.EraseValuesAsync(id, [.. pieces], reason, cancellationToken).ConfigureAwait(false);
                foreach (var log in logs)
                    await new SubjectLogs(call.LogFolder, subject).EraseAsync(log, cancellationToken).ConfigureAwait(false);
            }

            var message = left == 0 ? "" : $"{left} values aren't sealed: only `pawl erase {id}` removes them, with the whole build";
            return new SubjectErasedJson(id.Value, "erased", values.Length, logs.Length, left, message);
        }
        catch (Exception e) when (e is TransitionRefusedException or BuildHeldException or BuildChangedException)
        {
            return new SubjectErasedJson(id.Value, "kept", 0, 0, findings.Mentions.Count + logs.Length, e.Message);
        }
    }

    private static string Line(SubjectErasedJson build, Effect effect) => build.Result == "kept"
        ? $"{build.BuildId}: kept: {Visible.Line(build.Message)}"
        : $"{build.BuildId}: {build.Values} values and {build.Logs} logs {(effect == Effect.Dry ? "would be erased" : "are erased")}{(build.Message.Length > 0 ? $"; {build.Message}" : "")}";
}
