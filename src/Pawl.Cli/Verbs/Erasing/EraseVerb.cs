using System.CommandLine;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Verbs.Audit;
using Pawl.Cli.Verbs.Backup;
using Pawl.Erasing;
using Pawl.Running;
using Pawl.Secrets;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Erasing;

/// <summary><c>pawl erase</c>.</summary>
internal sealed class EraseVerb : Verb
{
    private readonly Argument<BuildId> _build = Ask.BuildId();
    private readonly Option<string> _reason = Ask.Reason();
    private readonly Option<string?> _backup = BackupAsk.PlaceOption("--backup");

    public EraseVerb()
        : base("erase", "Erase a build for good, in the store, its mirror and its backup. Of a sealed build the key is destroyed, and its history says so; any other is removed, and a tombstone stays.")
    {
        Add(_build);
        Add(_reason);
        Add(_backup);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl erase web-42 --reason 'GDPR request 17'", "pawl erase web-42 --reason 'GDPR request 17' --mirror s3://state-mirror --backup s3://state-backup"];

    public override IReadOnlyList<ExitCode> ExitCodes => WorkCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var reason = ErrorText.Clean(call.Get(_reason)!, Redactor.Standard);
        await using var store = call.OpenStore();
        await using var places = new ErasingPlaces(call, store, _backup);
        var build = await call.Log(store).LoadAsync(call.Get(_build), cancellationToken).ConfigureAwait(false);
        if (build.Seal.IsNone)
            await RemoveAsync(call, store, places, build, reason, cancellationToken).ConfigureAwait(false);
        else
            await places.EraseSealedAsync(build.Id, reason, cancellationToken).ConfigureAwait(false);
        LogRemoval.Remove(call, AttemptLogs.Of(call.LogFolder, build.Id).All);
        return await ShowAsync(call, build, places.Names, cancellationToken).ConfigureAwait(false);
    }

    private static async Task RemoveAsync(Invocation call, IBuildStore store, ErasingPlaces places, BuildState build, string reason, CancellationToken cancellationToken)
    {
        await using var tombstones = call.OpenTombstones();
        var removal = new WholeRemoval(new Burial(call.Log(store), tombstones, AuditAsk.TryKey()), places.Backup);
        if (!await removal.RemoveAsync(build, call.Log(store).Now, reason, cancellationToken).ConfigureAwait(false))
            throw new BuildChangedException(build.Id);
    }

    private static async ValueTask<ExitCode> ShowAsync(Invocation call, BuildState build, IReadOnlyList<string> places, CancellationToken cancellationToken)
    {
        call.Terminal.GoOnWithoutOutput();
        var isSealed = !build.Seal.IsNone;
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new ErasedJson(build.Id.Value, isSealed ? "erased" : "removed", places), PawlJson.Readable.ErasedJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"build {build.Id} is {(isSealed ? "erased: its values can't be read any more" : "removed")}, in {Visible.Line(string.Join(", ", places))}").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
