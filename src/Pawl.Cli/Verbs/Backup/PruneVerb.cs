using System.CommandLine;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Cli.Verbs.Audit;
using Pawl.Running;
using Pawl.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary><c>pawl prune</c>.</summary>
internal sealed class PruneVerb : Verb
{
    private readonly Option<string?> _backup = BackupAsk.PlaceOption("--backup");
    private readonly Option<TimeSpan?> _olderThan = BackupAsk.AgeOption("--older-than", "Instead of the store's retention: builds whose last change is longer ago. Default with --status: the backup's retention of moments, or 30d.");

    private readonly Option<BuildStatus?> _status = new("--status")
    {
        Description = "Instead of the store's retention: completed (default with --older-than) or failed builds; never running ones.",
        HelpName = "completed|failed",
        CustomParser = result => Ask.Text(result) switch
        {
            "completed" => BuildStatus.Completed,
            "failed" => BuildStatus.Failed,
            _ => Ask.Refuse<BuildStatus?>(result, $"--status: '{Ask.Shown(result)}' must be completed or failed"),
        },
    };

    private readonly Option<bool> _withoutBackup = new("--without-backup") { Description = "Erase builds that no backup holds: nothing of them is left but a tombstone." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be removed, and remove nothing." };

    private readonly Option<string?> _report = new Option<string?>("--report")
    {
        Description = "Write what was removed or kept, why and by whom to this new file, as JSON for an archive; when it can't be written, nothing is removed.",
        HelpName = "FILE",
    }.Completing(Candidates.AllFiles);

    public PruneVerb()
        : base("prune", "Erase finished and failed builds from a store that are older than its retention says, once its backup holds them, and apply the backup's retention. Safe while builds run.")
    {
        Add(_backup);
        Add(_olderThan);
        Add(_status);
        Add(_withoutBackup);
        Add(_dryRun);
        Add(_report);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "pawl prune --backup s3://state-backup --dry-run", "pawl prune --report /var/lib/pawl/reports/prune-$(date +%F).json",
        "pawl prune --status failed --older-than 60d", "pawl prune --older-than 7d --without-backup",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Place.RequireThere();
        await using var live = call.OpenStore();
        await using var backup = call.Get(_withoutBackup) ? null : BackupAsk.TryOpen(call, _backup)
            ?? throw new UsageException("which backup holds the builds? Name it with --backup URL or in PAWL_BACKUP, or say --without-backup");
        await using var tombstones = call.OpenTombstones();
        var effect = call.Get(_dryRun) ? Effect.Dry : Effect.Real;
        var retention = backup is null ? null : await backup.Records.ReadRetentionAsync(cancellationToken).ConfigureAwait(false);
        var rule = await RuleAsync(call, retention, effect, cancellationToken).ConfigureAwait(false);
        IPruneGuard guard = backup is null ? new NoGuard() : new BackupGuard(live, backup);
        var prune = new LivePrune(call.Log(live), guard, new Burial(call.Log(live), tombstones, AuditAsk.TryKey()));
        var show = new PruneShow(call, effect);
        if (call.Get(_report) is { } path)
            await new PruneReport(call, path, effect, rule, live.Location, backup?.Location).AroundAsync(show, PruneAllAsync).ConfigureAwait(false);
        else
            await PruneAllAsync().ConfigureAwait(false);
        if (effect == Effect.Real)
            await RemoveOutputsAsync(call, live, cancellationToken).ConfigureAwait(false);
        await show.EndAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;

        async Task PruneAllAsync()
        {
            foreach (var order in rule.Orders)
                await show.AddAsync(prune.RunAsync(order, cancellationToken)).ConfigureAwait(false);
            if (backup is not null)
                await PruneBackupAsync(show, live, new BackupPrune(backup, retention!, call.Time, effect), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask RemoveOutputsAsync(Invocation call, IBuildStore live, CancellationToken cancellationToken)
    {
        foreach (var id in LeftOutputs.BuildsIn(call.LogFolder))
            LeftOutputs.Remove(call.LogFolder, (await live.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State, call.IsKnownDead);
    }

    private async ValueTask<PruneRule> RuleAsync(Invocation call, Retention? backup, Effect effect, CancellationToken cancellationToken)
    {
        var (status, age) = (call.Get(_status), call.Get(_olderThan));
        if (status is not null || age is not null)
            return PruneRule.Of(new LivePruneOrder(status ?? BuildStatus.Completed, age ?? (backup ?? Retention.Default).Moments, effect), backup);
        await using var record = new StoreRetentionRecord(call.Place.OpenRecords());
        return PruneRule.Of(await record.FindAsync(cancellationToken).ConfigureAwait(false), backup, effect);
    }

    private static async Task PruneBackupAsync(PruneShow show, IBuildStore live, BackupPrune prune, CancellationToken cancellationToken)
    {
        await show.AddAsync(prune.BuildsAsync(async (id, token) => !show.HasLeftStore(id) && (await live.LoadAsync(id, token).ConfigureAwait(false)).State.Exists, cancellationToken)).ConfigureAwait(false);
        await show.AddAsync(prune.SnapshotsAsync(cancellationToken)).ConfigureAwait(false);
    }
}
