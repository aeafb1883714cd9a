using System.CommandLine;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Audit;

/// <summary><c>pawl audit anchor</c>.</summary>
internal sealed class AuditAnchorVerb : Verb
{
    private static readonly TimeSpan DefaultPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The build; without it all builds that changed since their last anchor.");
    private readonly Option<string?> _anchors = AuditAsk.AnchorsOption();
    private readonly Option<bool> _follow = new("--follow") { Description = "Make pass after pass until a signal ends it: for the machine that has the key." };
    private readonly Option<TimeSpan?> _every = Ask.DurationOption("--every", "With --follow: the pause between two passes. Default 5m.");

    public AuditAnchorVerb()
        : base("anchor", "Sign how far builds' histories have got, and keep that elsewhere: `pawl audit verify --anchors` then finds what was cut off or written anew.")
    {
        Add(_build);
        Add(_anchors);
        Add(_follow);
        Add(_every);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl audit anchor web-42 --anchors s3://state-anchors", "PAWL_ANCHORS=dir:///mnt/anchors pawl audit anchor", "pawl audit anchor --anchors mirror --follow --every 5m"];

    public override IReadOnlyList<ExitCode> ExitCodes => Codes(LookCodes, ExitCode.Interrupted, ExitCode.Terminated);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_follow) && call.Get(_build) is not null)
            throw new UsageException("--follow is for all builds; leave the build out, or --follow");
        if (call.Get(_every) is not null && !call.Get(_follow))
            throw new UsageException("--every is the pause between the passes of --follow; add that, or leave --every out");
        var key = AuditAsk.Key();
        await using var store = call.OpenStore();
        await using var records = new SignedRecords(new SignedAnchors(AuditAsk.Open(call, call.Get(_anchors)), key), call.OpenTombstones());
        var work = new AnchorWork(call, store, records);
        return call.Get(_follow)
            ? await FollowAsync(call, work).ConfigureAwait(false)
            : await work.RunAsync(call.Get(_build), cancellationToken).ConfigureAwait(false);
    }

    // A store that can't be used now may be well again later: whoever follows doesn't give up.
    private async ValueTask<ExitCode> FollowAsync(Invocation call, AnchorWork work)
    {
        var pause = TimeSpan.FromTicks(Math.Max((call.Get(_every) ?? DefaultPause).Ticks, ShortestPause.Ticks));
        using var signals = new StopSignals();
        try
        {
            for (; ; await Task.Delay(pause, call.Time, signals.Token).ConfigureAwait(false))
            {
                try
                {
                    await work.RunAsync(null, signals.Token).ConfigureAwait(false);
                }
                catch (StoreException e)
                {
                    call.Terminal.Note($"pawl: {e.Message}; the next pass anchors the rest");
                }
            }
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.Code;
        }
    }
}
