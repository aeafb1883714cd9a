using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Screens;
using Pawl.Waiting;

namespace Pawl.Cli.Verbs.Waiting;

/// <summary><c>pawl watch</c>: tells what happens to builds, as it happens.</summary>
internal sealed class WatchVerb : Verb
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("The build, until it is completed; without it all builds, without end.");
    private readonly Option<bool> _fromStart = new("--from-start") { Description = "Tell first all that happened to the build since its begin." };
    private readonly Option<WatchStart?> _since = new("--since")
    {
        Description = "Tell first what happened since a version of the build, a time (2026-01-02T03:04:05Z), or for so long (10m).",
        HelpName = "VERSION|TIME|D",
        CustomParser = result => WatchStart.TryParse(Ask.Text(result) ?? "", out var start)
            ? start
            : Ask.Refuse<WatchStart?>(result, $"--since: '{Ask.Shown(result)}' is no version, no time such as 2026-01-02T03:04:05Z, and no duration such as 10m"),
    };

    public WatchVerb()
        : base("watch", "Follow one build, or all of them, live: a line for each thing that happens.")
    {
        Add(_build);
        Add(_fromStart);
        Add(_since);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl watch web-42", "pawl watch", "pawl watch --since 10m", "pawl watch web-42 --from-start --json | jq -r 'select(.event == \"failed\").errorMessage'"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = Codes(LookCodes, ExitCode.Interrupted, ExitCode.Terminated);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var start = Start(call);
        using var signals = new StopSignals();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(signals.Token);
        // Nobody reads any more: that is found out also while nothing happens.
        await using var beat = call.Time.CreateTimer(
            _ =>
            {
                if (!call.Terminal.HasReader)
                    end.Cancel();
            },
            state: null,
            Beat,
            Beat);
        try
        {
            return call.Get(_build) is { } id
                ? await WatchOneAsync(id, start, call, end.Token).ConfigureAwait(false)
                : await WatchAllAsync(start, call, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return signals.Token.IsCancellationRequested ? signals.Code : ExitCode.Done;
        }
    }

    private WatchStart Start(Invocation call) => (call.Get(_since), call.Get(_fromStart), call.Get(_build)) switch
    {
        ({ }, true, _) => throw new UsageException("`pawl watch` takes --since or --from-start, not both"),
        (null, true, null) => throw new UsageException("`pawl watch --from-start` is about one build; for all of them say since when: --since TIME"),
        (WatchStart.Version, _, null) => throw new UsageException("`pawl watch --since VERSION` is about one build; for all of them say since when: --since TIME"),
        (null, true, _) => new WatchStart.Version(BuildVersion.None),
        (WatchStart.Ago ago, _, _) => new WatchStart.Time(call.Time.GetUtcNow() - ago.Span),
        ({ } since, _, _) => since,
        _ => new WatchStart.Now(),
    };

    private static async ValueTask<ExitCode> WatchOneAsync(BuildId id, WatchStart start, Invocation call, CancellationToken cancellationToken)
    {
        await using var store = call.OpenBuilds();
        await using var notices = await call.ListenAsync(BuildChoice.Of([id]), cancellationToken).ConfigureAwait(false);
        var log = call.Log(store);
        var now = await log.LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var follower = new BuildFollower(log, id);
        switch (start)
        {
            case WatchStart.Version since:
                await follower.StartBeforeAsync((before, _) => before.Version >= since.After, cancellationToken).ConfigureAwait(false);
                break;
            case WatchStart.Time since:
                await follower.StartBeforeAsync((_, happened) => happened.At >= since.At, cancellationToken).ConfigureAwait(false);
                break;
        }

        var screen = new WatchScreen(call.Terminal, call.Time);
        var last = now;
        if (now.Status == BuildStatus.Completed)
            return await ShowCompletedAsync(follower, screen, cancellationToken).ConfigureAwait(false);
        var watch = new BuildWatch((_, cancel) => follower.LookAsync(cancel), notices, call.Terminal.Note);
        await watch.RunAsync(Show, cancellationToken).ConfigureAwait(false);
        return last.Exists ? ExitCode.Done : ExitCode.NoSuchBuild;

        Watching Show(Sight sight)
        {
            screen.Show(sight);
            last = sight.State;
            return !last.Exists || last.Status == BuildStatus.Completed ? Watching.Enough : Watching.GoOn;
        }
    }

    // What comes after its completion, such as metadata, is told too.
    private static async ValueTask<ExitCode> ShowCompletedAsync(BuildFollower follower, WatchScreen screen, CancellationToken cancellationToken)
    {
        await foreach (var sight in follower.LookAsync(cancellationToken).ConfigureAwait(false))
            screen.Show(sight);
        return ExitCode.Done;
    }

    private static async ValueTask<ExitCode> WatchAllAsync(WatchStart start, Invocation call, CancellationToken cancellationToken)
    {
        await using var store = call.OpenBuilds();
        await using var notices = await call.ListenAsync(BuildChoice.All, cancellationToken).ConfigureAwait(false);
        var fleet = new FleetFollower(call.Log(store));
        if (start is WatchStart.Time since)
            await fleet.StartAtAsync(since.At, cancellationToken).ConfigureAwait(false);
        else
            await fleet.StartAsync(cancellationToken).ConfigureAwait(false);
        var screen = new WatchScreen(call.Terminal, call.Time);
        await new BuildWatch(fleet.LookAsync, notices, call.Terminal.Note).RunAsync(Show, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;

        Watching Show(Sight sight)
        {
            screen.Show(sight);
            return Watching.GoOn;
        }
    }
}
