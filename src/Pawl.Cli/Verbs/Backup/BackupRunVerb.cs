using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Verbs.Audit;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary><c>pawl backup run</c>.</summary>
internal sealed class BackupRunVerb : Verb
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private readonly Option<string?> _to = BackupAsk.PlaceOption("--to");
    private readonly Option<bool> _follow = new("--follow") { Description = "Make pass after pass until a signal ends it." };
    private readonly Option<TimeSpan?> _interval = Ask.DurationOption("--interval", "With --follow: the pause between two passes. Default 10s.");
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("One build; without it all that changed since the last pass.");

    public BackupRunVerb()
        : base("run", "Bring what is new in a store to its backup, and make the snapshots of weeks that are over. Cut short, the next pass goes on.")
    {
        Add(_build);
        Add(_to);
        Add(_follow);
        Add(_interval);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl backup run --to s3://state-backup/builds", "pawl backup run --to dir:///mnt/backup --follow --interval 1m", "PAWL_BACKUP=s3://state-backup pawl backup run web-42"];

    public override IReadOnlyList<ExitCode> ExitCodes => Codes(ChangeCodes, ExitCode.Interrupted, ExitCode.Terminated);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_follow) && call.Get(_build) is not null)
            throw new UsageException("--follow is for all builds; leave the build out, or --follow");
        await using var live = call.OpenStore();
        await using var place = BackupAsk.Open(call, _to);
        // Who follows may begin before the first build does.
        if (!call.Get(_follow))
            call.Place.RequireThere();
        await using var signed = AuditAsk.TrySigned(call);
        using var signals = new StopSignals();
        var work = new BackupWork(
            call, new ContinuousBackup(live, place, call.Time, call.Worker), signed is null ? null : new AnchorWork(call, place.Builds, signed));
        var code = ExitCode.Done;
        try
        {
            if (call.Get(_build) is { } id)
                await work.RunAsync(id, signals.Token).ConfigureAwait(false);
            else if (call.Get(_follow))
                await work.FollowAsync(TimeSpan.FromTicks(Math.Max((call.Get(_interval) ?? DefaultInterval).Ticks, ShortestInterval.Ticks)), signals.Token).ConfigureAwait(false);
            else
                await work.RunAsync(signals.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            // Following has no other end.
            code = call.Get(_follow) ? ExitCode.Done : signals.Code;
        }

        await work.ShowAsync(place.Location, cancellationToken).ConfigureAwait(false);
        return code == ExitCode.Done ? work.Code : code;
    }
}
