using System.CommandLine;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Audit;

/// <summary><c>pawl audit anchor</c>.</summary>
internal sealed class AuditAnchorVerb : Verb
{
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The build; without it all builds of the store.");
    private readonly Option<string?> _anchors = AuditAsk.AnchorsOption();

    public AuditAnchorVerb()
        : base("anchor", "Sign how far builds' histories have got, and keep that elsewhere: `pawl audit verify --anchors` then finds what was cut off or written anew.")
    {
        Add(_build);
        Add(_anchors);
    }

    public override IReadOnlyList<string> Examples => ["pawl audit anchor web-42 --anchors s3://state-anchors", "PAWL_ANCHORS=dir:///mnt/anchors pawl audit anchor"];

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var key = AuditAsk.Key();
        await using var place = AuditAsk.Open(call.Get(_anchors));
        await using var store = call.OpenStore();
        var log = call.Log(store);
        var only = call.Get(_build);
        var lines = new List<string>();
        var ids = only is { } one ? AsyncEnumerable.Repeat(one, 1) : store.ListAllIdsAsync(cancellationToken);
        await foreach (var id in ids.ConfigureAwait(false))
        {
            var state = (await store.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State;
            if (!state.Exists && only is not null)
                throw new NoSuchBuildException(id, store.Location);
            lines.Add(await AnchorAsync(state, log, place, key, cancellationToken).ConfigureAwait(false));
        }

        await call.WriteLinesAsync([.. lines.Where(line => line.Length > 0)], cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async ValueTask<string> AnchorAsync(BuildState state, BuildLog log, AnchorPlace place, OperatorKey key, CancellationToken cancellationToken)
    {
        if (!state.Exists)
            return "";
        if (state.Head.IsNone)
            return $"{state.Id}: its events are from before the chain; it can be anchored after its next change";
        await place.KeepAsync(Anchor.Of(state, log.Now, key), cancellationToken).ConfigureAwait(false);
        return $"{state.Id}: anchored at version {state.Version}";
    }
}
