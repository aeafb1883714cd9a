using System.CommandLine;
using Pawl.Builds;
using Pawl.Running;
using Pawl.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary><c>pawl prune</c>.</summary>
internal sealed class PruneVerb : Verb
{
    private readonly Option<string?> _backup = BackupAsk.PlaceOption("--backup");
    private readonly Option<TimeSpan?> _olderThan = BackupAsk.AgeOption("--older-than", "Only builds whose last change is longer ago. Default: the backup's retention of moments, or 30d.");

    private readonly Option<BuildStatus> _status = new("--status")
    {
        Description = "completed (default) or failed; never running ones.",
        HelpName = "completed|failed",
        DefaultValueFactory = _ => BuildStatus.Completed,
        CustomParser = result => Ask.Text(result) switch
        {
            "completed" => BuildStatus.Completed,
            "failed" => BuildStatus.Failed,
            _ => Ask.Refuse<BuildStatus>(result, $"--status: '{Ask.Shown(result)}' must be completed or failed"),
        },
    };

    private readonly Option<bool> _withoutBackup = new("--without-backup") { Description = "Erase builds that no backup holds: nothing of them is left." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be removed, and remove nothing." };

    public PruneVerb()
        : base("prune", "Erase old finished builds from a store once its backup holds them, and apply the backup's retention. Safe while builds run.")
    {
        Add(_backup);
        Add(_olderThan);
        Add(_status);
        Add(_withoutBackup);
        Add(_dryRun);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl prune --backup s3://state-backup --dry-run", "pawl prune --status failed --older-than 60d", "pawl prune --older-than 7d --without-backup"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Place.RequireThere();
        await using var live = call.OpenStore();
        var effect = call.Get(_dryRun) ? Effect.Dry : Effect.Real;
        var show = new PruneShow(call, effect);
        if (call.Get(_withoutBackup))
        {
            await PruneLiveAsync(call, live, new NoGuard(), Retention.Default, show, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await using var backup = BackupAsk.TryOpen(call, _backup)
                ?? throw new UsageException("which backup holds the builds? Name it with --backup URL or in PAWL_BACKUP, or say --without-backup");
            var retention = await backup.Records.ReadRetentionAsync(cancellationToken).ConfigureAwait(false);
            await PruneLiveAsync(call, live, new BackupGuard(live, backup), retention, show, cancellationToken).ConfigureAwait(false);
            var prune = new BackupPrune(backup, retention, call.Time, effect);
            await show.AddAsync(prune.BuildsAsync(async (id, token) => !show.HasLeftStore(id) && (await live.LoadAsync(id, token).ConfigureAwait(false)).State.Exists, cancellationToken)).ConfigureAwait(false);
            await show.AddAsync(prune.SnapshotsAsync(cancellationToken)).ConfigureAwait(false);
        }

        if (effect == Effect.Real)
            await RemoveOutputsAsync(call, live, cancellationToken).ConfigureAwait(false);
        await show.EndAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async ValueTask RemoveOutputsAsync(Invocation call, IBuildStore live, CancellationToken cancellationToken)
    {
        foreach (var id in LeftOutputs.BuildsIn(call.LogFolder))
            LeftOutputs.Remove(call.LogFolder, (await live.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State, call.IsKnownDead);
    }

    private Task PruneLiveAsync(Invocation call, IBuildStore live, IPruneGuard guard, Retention retention, PruneShow show, CancellationToken cancellationToken)
    {
        var order = new LivePruneOrder(call.Get(_status), call.Get(_olderThan) ?? retention.Moments, call.Get(_dryRun) ? Effect.Dry : Effect.Real);
        return show.AddAsync(new LivePrune(live, call.Time, guard).RunAsync(order, cancellationToken));
    }
}
