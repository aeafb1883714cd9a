using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Verbs.Audit;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Mirrors;

/// <summary><c>pawl sync</c>: ships what builds owe to their mirrors.</summary>
internal sealed class SyncVerb : Verb
{
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The build; without it all builds that owe something.");

    public SyncVerb()
        : base("sync", "Ship to the mirrors now what they haven't got, also of builds that nobody works on. Ends with 8 when a mirror can't be reached.") => Add(_build);

    public override IReadOnlyList<string> Examples => ["pawl sync", "pawl sync web-42"];

    public override IReadOnlyList<ExitCode> ExitCodes => ChangeCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.OpenOutbox() is not { } local)
            throw new UsageException($"{call.Place.Text} has no mirrors: only builds in SQLite files have");
        await using var store = call.Mirror(local);
        if (call.Get(_build) is { } id)
            await call.Log(store).LoadAsync(id, cancellationToken).ConfigureAwait(false);
        await using var signed = AuditAsk.TrySigned(call);
        var behind = new List<OutboxRow>();
        var late = new HashSet<BuildId>();
        var whole = await store.SyncAsync(call.Get(_build), (build, row) => Note(build, row), cancellationToken).ConfigureAwait(false);
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(new SyncJson(whole, behind.Count), PawlJson.Readable.SyncJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{whole} builds are whole in their mirrors{(behind.Count > 0 ? $", {behind.Count} mirrors are behind" : "")}").ConfigureAwait(false);
        var anchored = signed is null
            ? ExitCode.Done
            : await new AnchorWork(call, store, signed).FollowAsync(id => !late.Contains(id) && (call.Get(_build) is not { } only || only == id), cancellationToken).ConfigureAwait(false);
        return behind.Exists(row => row.IsDiverged) ? ExitCode.NotAllowed : behind.Count > 0 ? ExitCode.Store : anchored;

        void Note(BuildId build, OutboxRow row)
        {
            behind.Add(row);
            late.Add(build);
            call.Terminal.Note($"pawl: build {build}: {row.Target} has version {row.Shipped} of {row.Owed}: {row.Error}");
        }
    }
}
