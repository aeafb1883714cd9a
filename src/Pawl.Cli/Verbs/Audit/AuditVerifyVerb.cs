using System.CommandLine;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Cli.Output;

namespace Pawl.Cli.Verbs.Audit;

/// <summary><c>pawl audit verify</c>: every event of a build is allowed by those before it, and all else that is kept follows from them.</summary>
internal sealed class AuditVerifyVerb : Verb
{
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The build; without it all builds of the store.");

    private readonly Option<string?> _anchors = AuditAsk.AnchorsOption();

    public AuditVerifyVerb()
        : base("verify", "Check a build's history and the hashes that chain its events, and that the store's tables say what the history says. Each fault is a line; ends with 8 when there is one.")
    {
        Add(_build);
        Add(_anchors);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl audit verify web-42", "pawl audit verify --anchors s3://state-anchors", "pawl audit verify --json | jq -c '.[]'"];

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var anchors = AuditAsk.TryOpen(call, call.Get(_anchors));
        // Anchors tell of what was removed, were it all.
        if (anchors is null && call.Get(_build) is null)
            call.Place.RequireThere();
        await using var store = call.OpenStore();
        await using var tombstones = anchors is null ? null : call.OpenTombstones();
        var audit = new StoreAudit(store, tombstones is null ? null : new SignedRecords(new SignedAnchors(anchors!, AuditAsk.Key()), tombstones));
        var faults = audit.VerifyAsync(call.Get(_build), cancellationToken);
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(faults.Select(Json), PawlJson.Readable.IAsyncEnumerableAuditFaultJson, cancellationToken).ConfigureAwait(false);
        else
            await foreach (var fault in faults.ConfigureAwait(false))
                await call.Out.WriteLineAsync(Line(fault)).ConfigureAwait(false);
        foreach (var note in audit.Notes)
            call.Terminal.Note(note);
        if (!call.WantsJson)
            await call.Out.WriteLineAsync(Summary(audit)).ConfigureAwait(false);
        if (anchors is not null && audit.Anchors + audit.Removed == 0)
            call.Terminal.Note($"there is no anchor that fits in {anchors.Location}: nothing shows what was cut off; `pawl audit anchor` makes them");
        return audit.Faulty == 0 ? ExitCode.Done : ExitCode.Store;
    }

    private static AuditFaultJson Json(AuditFault fault) => new(fault.Build.Value, fault.Version?.Value, fault.Message);

    private static string Line(AuditFault fault) => fault.Version is { } version
        ? $"{fault.Build}: event {version}: {Visible.Line(fault.Message)}"
        : $"{fault.Build}: {Visible.Line(fault.Message)}";

    private static string Summary(StoreAudit audit) => audit.Faulty == 0
        ? $"whole: {audit.Builds} builds, {audit.Events} events{(audit.Anchors > 0 ? $", {audit.Anchors} anchors" : "")}{(audit.Removed > 0 ? $", {audit.Removed} removed by right" : "")}"
        : $"not whole: {audit.Faulty} of {audit.Builds} builds";
}
