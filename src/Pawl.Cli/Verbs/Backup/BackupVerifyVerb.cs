using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary><c>pawl backup verify</c>.</summary>
internal sealed class BackupVerifyVerb : Verb
{
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The build; without it all builds of the backup.");
    private readonly Option<string?> _from = BackupAsk.PlaceOption("--from");

    public BackupVerifyVerb()
        : base("verify", "Restore what a backup holds into a scratch place, compare it with the store, and read every weekly snapshot. Each fault is a line; ends with 8 when there is one.")
    {
        Add(_build);
        Add(_from);
    }

    public override IReadOnlyList<string> Examples => ["pawl backup verify --from s3://state-backup", "pawl backup verify --from dir:///mnt/backup web-42"];

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var live = call.OpenStore();
        await using var backup = BackupAsk.Open(call, _from);
        var verification = new BackupVerification(live, backup, call.StoreContext, Random.Shared);
        var only = call.Get(_build);
        var ids = only is { } one ? AsyncEnumerable.Repeat(one, 1) : backup.ListIdsAsync(cancellationToken);
        var faults = new List<BackupFaultJson>();
        await foreach (var id in ids.ConfigureAwait(false))
        {
            await foreach (var fault in verification.BuildAsync(id, cancellationToken).ConfigureAwait(false))
                await AddAsync(fault).ConfigureAwait(false);
        }

        await foreach (var name in backup.Weekly.ListAsync(cancellationToken).Where(name => only is null || name.Build == only).ConfigureAwait(false))
        {
            foreach (var fault in await verification.SnapshotAsync(name, cancellationToken).ConfigureAwait(false))
                await AddAsync(fault).ConfigureAwait(false);
        }

        if (only is { } missing && verification.Snapshots == 0 && !(await backup.Builds.LoadAsync(missing, cancellationToken).ConfigureAwait(false)).State.Exists && faults.Count == 0)
            throw new NoSuchBuildException(missing, backup.Location);
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(faults, PawlJson.Readable.IReadOnlyListBackupFaultJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{(faults.Count == 0 ? "whole" : "not whole")}: {verification.Builds} builds, {verification.Restored} restorations, {verification.Snapshots} weekly snapshots, {faults.Count} faults").ConfigureAwait(false);
        return faults.Count == 0 ? ExitCode.Done : ExitCode.Store;

        async ValueTask AddAsync(VerifyFault fault)
        {
            faults.Add(new BackupFaultJson(fault.Build.Value, fault.Week?.ToString(), fault.Message));
            if (!call.WantsJson)
                await call.Out.WriteLineAsync($"{fault.Build}{(fault.Week is { } week ? $" {week}" : "")}: {Visible.Line(fault.Message)}").ConfigureAwait(false);
        }
    }
}
