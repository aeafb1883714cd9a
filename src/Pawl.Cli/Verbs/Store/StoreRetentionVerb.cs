using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Store;

/// <summary><c>pawl store retention</c>.</summary>
internal sealed class StoreRetentionVerb : Verb
{
    private readonly Argument<string?> _url = StoreAsk.OptionalUrl("The store; without it the one of --store.");
    private readonly Option<StayTime?> _finished = StayOption("--finished", "Completed builds stay for this long after their last change. Default 30d.");
    private readonly Option<StayTime?> _failed = StayOption("--failed", "Failed builds stay for this long after their last change. Default 30d.");

    public StoreRetentionVerb()
        : base("retention", "Show or set how long a store keeps finished and failed builds; `pawl prune` applies it. Running builds always stay.")
    {
        Add(_url);
        Add(_finished);
        Add(_failed);
    }

    public override IReadOnlyList<string> Examples => ["pawl store retention", "pawl store retention s3://state-builds --finished 90d --failed forever"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var place = call.Get(_url) is { } url ? StorePlace.Parse("URL", url) : call.Place;
        await using var record = new StoreRetentionRecord(place.OpenRecords());
        var (finished, failed) = (call.Get(_finished), call.Get(_failed));
        var set = finished is null && failed is null
            ? await record.FindAsync(cancellationToken).ConfigureAwait(false)
            : await record.SetAsync(kept => new StoreRetention(finished ?? kept.Finished, failed ?? kept.Failed), new Occasion(call.Time.GetUtcNow(), call.Worker), cancellationToken).ConfigureAwait(false);
        var retention = set?.Retention ?? StoreRetention.Default;
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new StoreRetentionJson(retention.Finished.ToString(), retention.Failed.ToString(), set?.At, set?.By), PawlJson.Readable.StoreRetentionJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{Line("finished", retention.Finished)}, {Line("failed", retention.Failed)}; {Origin(set)}").ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static string Line(string which, StayTime stay) => stay.HasEnd(out _) ? $"{which} builds stay for {stay} after their last change" : $"{which} builds stay forever";

    private static string Origin(SetRetention? set) => set is null ? "the default" : $"set {UtcTime.Format(set.At)} by {Visible.Line(set.By)}";

    private static Option<StayTime?> StayOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "AGE|forever",
        CustomParser = result => StayTime.TryParse(Ask.Text(result) ?? "", out var stay, out var complaint)
            ? stay
            : Ask.Refuse<StayTime?>(result, $"{name}: {Visible.Line(complaint.What)}; {Visible.Line(complaint.Mend)}, `52w`, or `forever`"),
    };
}
