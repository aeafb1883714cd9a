using System.CommandLine;
using Pawl.Cli.Output;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary><c>pawl backup retention</c>.</summary>
internal sealed class BackupRetentionVerb : Verb
{
    private readonly Option<string?> _to = BackupAsk.PlaceOption("--to");
    private readonly Option<TimeSpan?> _moments = BackupAsk.AgeOption("--moments", "Every moment of a build can be brought back for this long after its last change. Default 30d.");
    private readonly Option<TimeSpan?> _weekly = BackupAsk.AgeOption("--weekly", "Weekly snapshots are kept for this long. Default 52w.");

    public BackupRetentionVerb()
        : base("retention", "Show or set how long a backup keeps what; `pawl prune` applies it.")
    {
        Add(_to);
        Add(_moments);
        Add(_weekly);
    }

    public override IReadOnlyList<string> Examples => ["pawl backup retention --to s3://state-backup", "pawl backup retention --to s3://state-backup --moments 60d --weekly 26w"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var place = BackupAsk.Open(call, _to);
        var kept = await place.Records.ReadRetentionAsync(cancellationToken).ConfigureAwait(false);
        var wanted = new Retention(call.Get(_moments) ?? kept.Moments, call.Get(_weekly) ?? kept.Weekly);
        if (wanted != kept)
            await place.Records.WriteRetentionAsync(wanted, cancellationToken).ConfigureAwait(false);
        var (moments, weekly) = (Retention.FormatAge(wanted.Moments), Retention.FormatAge(wanted.Weekly));
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new RetentionJson(moments, weekly), PawlJson.Readable.RetentionJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"every moment for {moments} after a build's last change, weekly snapshots for {weekly}").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
