using System.CommandLine;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Cli.Stores;
using Pawl.Cli.Verbs.Audit;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Backups;

namespace Pawl.Cli.Verbs.Backup;

/// <summary><c>pawl restore</c>.</summary>
internal sealed class RestoreVerb : Verb
{
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The build; or --all.");
    private readonly Option<string?> _from = BackupAsk.PlaceOption("--from");

    private readonly Option<DateTimeOffset> _at = new("--at")
    {
        Description = "The moment, in UTC unless it says otherwise: 2026-01-02T03:04:05Z.",
        HelpName = "TIME",
        Required = true,
        CustomParser = result => UtcTime.TryParse(Ask.Text(result), out var time)
            ? time
            : Ask.Refuse<DateTimeOffset>(result, $"--at: '{Ask.Shown(result)}' is no time; write it like 2026-01-02T03:04:05Z"),
    };

    private readonly Option<bool> _all = new("--all") { Description = "All builds." };

    private readonly Option<string?> _into = new Option<string?>("--into")
    {
        Description = "Restore into this other store; builds that have another history there are refused.",
        HelpName = "URL|DIR",
    }.Completing(Candidates.AllFiles);

    private readonly Option<bool> _inPlace = new("--in-place") { Description = "Restore into the store itself. Its present is saved to the backup first, and all history stays." };
    private readonly Option<bool> _eraseNewer = new("--erase-newer") { Description = "With --in-place: erase builds that began after the moment, once the backup holds them." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would happen, and do nothing." };
    private readonly Option<string?> _reason = new("--reason") { Description = "With --in-place: why; it is written to the history.", HelpName = "TEXT" };

    public RestoreVerb()
        : base("restore", "Bring a build, or all builds, back to what they were at a moment: into another place, or in place.")
    {
        Add(_build);
        Add(_at);
        Add(_from);
        Add(_all);
        Add(_into);
        Add(_inPlace);
        Add(_reason);
        Add(_eraseNewer);
        Add(_dryRun);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "pawl restore --at 2026-11-23T16:00:00Z --from s3://state-backup web-42 --into /tmp/look",
        "pawl restore --at 2026-11-23T16:00:00Z web-42 --in-place --reason 'bad mirror list'",
        "pawl restore --at 2026-11-23T16:00:00Z --all --in-place --reason 'bad mirror list' --dry-run",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes => WorkCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        RequireSense(call);
        await using var backup = BackupAsk.Open(call, _from);
        var effect = call.Get(_dryRun) ? Effect.Dry : Effect.Real;
        if (call.Get(_into) is { } other)
        {
            await using var into = call.OpenToFill(StorePlace.Parse("--into", other), BackupAsk.PlaceOf(call, _from));
            var elsewhere = new RestoreElsewhere(new Moments(backup), into, effect);
            var show = new RestoreShow(call, (id, token) => elsewhere.RunAsync(id, call.Get(_at), token));
            return await RunAsync(show, call, () => new Moments(backup).ListIdsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        await using var live = call.OpenStore(BackupAsk.PlaceOf(call, _from).OpenShelf());
        var order = new RestoreOrder(call.Get(_at), ErrorText.Clean(call.Get(_reason)!, Redactor.Standard), call.Get(_eraseNewer) ? NewerBuilds.Erase : NewerBuilds.Leave, effect);
        await using var tombstones = call.OpenTombstones();
        var inPlace = new RestoreInPlace(call.Log(live), backup, call.Time, order, new Burial(call.Log(live), tombstones, call.Get(_eraseNewer) ? AuditAsk.TryKey() : null));
        return await RunAsync(new RestoreShow(call, inPlace.RunAsync), call, async () =>
        {
            var ids = new HashSet<BuildId>(await new Moments(backup).ListIdsAsync(cancellationToken).ConfigureAwait(false));
            ids.UnionWith(await live.ListAllIdsAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false));
            return ids;
        }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ExitCode> RunAsync(RestoreShow show, Invocation call, Func<ValueTask<IReadOnlySet<BuildId>>> all, CancellationToken cancellationToken) =>
        call.Get(_build) is { } id
            ? await show.OneAsync(id, cancellationToken).ConfigureAwait(false)
            : await show.AllAsync((await all().ConfigureAwait(false)).OrderBy(build => build.Value, StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);

    private void RequireSense(Invocation call)
    {
        if (call.Get(_all) == call.Get(_build) is not null)
            throw new UsageException("name one build, or --all");
        if (call.Get(_inPlace) == call.Get(_into) is not null)
            throw new UsageException("say where to: --into URL, or --in-place");
        if (call.Get(_eraseNewer) && !call.Get(_inPlace))
            throw new UsageException("--erase-newer goes with --in-place");
        if (call.Get(_inPlace) && string.IsNullOrWhiteSpace(call.Get(_reason)))
            throw new UsageException("--in-place needs --reason TEXT: why, for the history");
        if (call.Get(_at) > call.Time.GetUtcNow())
            throw new UsageException($"--at {UtcTime.Format(call.Get(_at))} is in the future");
    }
}
