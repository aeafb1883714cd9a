using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Waiting;

namespace Pawl.Cli.Verbs.Waiting;

/// <summary><c>pawl wait</c>: comes back when builds get where they are wanted.</summary>
internal sealed class WaitVerb : Verb
{
    // What a timer can wait.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(45);

    private readonly Argument<BuildId[]> _builds = Ask.BuildIds("The builds: one or more.");
    private readonly Option<StateCode?> _state = Ask.StateOption("--state", "Until the build gets to this state: it is the current one, or behind. A completed build got to all of them.");
    private readonly Option<BuildStatus?> _status = Ask.StatusOption("Until the build has this status.");
    private readonly Option<bool> _any = new("--any") { Description = "Until one of the builds gets there." };
    private readonly Option<bool> _all = new("--all") { Description = "Until all of the builds get there: the default." };
    private readonly Option<TimeSpan?> _timeout = Ask.DurationOption("--timeout", "How long to wait at most; then it ends with 7. Default: without end.");
    private readonly Option<bool> _begun = new("--await-creation") { Description = "Wait for builds that don't exist yet, too; without it, a build that isn't there ends the wait with 3." };

    public WaitVerb()
        : base("wait", "Wait until builds get to a state or a status; the exit code says how the wait ended.")
    {
        Add(_builds);
        Add(_state);
        Add(_status);
        Add(_any);
        Add(_all);
        Add(_timeout);
        Add(_begun);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "pawl wait web-42 --state 70 --timeout 2h",
        "pawl wait web-42 --status failed && ./page-somebody.sh",
        "pawl wait web-42 db-17 app-3 --status completed --any --json | jq -r '.[] | select(.result == \"reached\").buildId'",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        Codes(ChangeCodes, ExitCode.BuildFailed, ExitCode.TimedOut, ExitCode.Interrupted, ExitCode.Terminated);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (goal, quorum, ids) = (Goal(call), Quorum(call), call.Get(_builds));
        using var signals = new StopSignals();
        using var deadline = new CancellationTokenSource();
        if (call.Get(_timeout) is { } timeout)
            deadline.CancelAfter(timeout < LongestTimeout ? timeout : LongestTimeout);
        try
        {
            await using var store = call.OpenBuilds();
            await using var notices = await call.ListenAsync(BuildChoice.Of(ids), signals.Token).ConfigureAwait(false);
            var wait = new BuildWait(call.Log(store), goal, quorum, call.Get(_begun) ? Absence.IsNotYet : Absence.IsFinal, call.Terminal.Note);
            var result = await wait.RunAsync(ids, notices, deadline.Token, signals.Token).ConfigureAwait(false);
            await ShowAsync(result, call, cancellationToken).ConfigureAwait(false);
            return CodeOf(result.Verdict);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.Code;
        }
    }

    private WaitGoal Goal(Invocation call) => (call.Get(_state), call.Get(_status)) switch
    {
        ({ } state, null) => new WaitGoal.State(state),
        (null, { } status) => new WaitGoal.Status(status),
        _ => throw new UsageException("`pawl wait` needs --state N or --status S, one of the two"),
    };

    private WaitQuorum Quorum(Invocation call) => (call.Get(_any), call.Get(_all)) switch
    {
        (true, true) => throw new UsageException("`pawl wait` takes --any or --all, not both"),
        (true, _) => WaitQuorum.Any,
        _ => WaitQuorum.All,
    };

    private static async ValueTask ShowAsync(WaitResult result, Invocation call, CancellationToken cancellationToken)
    {
        if (call.WantsJson)
        {
            await call.Terminal.WriteJsonAsync([.. result.Builds.Select(WaitedJson.Of)], PawlJson.Readable.IReadOnlyListWaitedJson, cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var build in result.Builds)
            await call.Out.WriteLineAsync($"{Word(build.Verdict)}: {(build.State.Exists ? BuildText.Line(build.State) : $"no build {build.Id}")}").ConfigureAwait(false);
    }

    private static string Word(WaitVerdict verdict) => verdict == WaitVerdict.Waiting ? "not yet" : verdict.ToText();

    private static ExitCode CodeOf(WaitVerdict verdict) => verdict switch
    {
        WaitVerdict.Reached => ExitCode.Done,
        WaitVerdict.Failed => ExitCode.BuildFailed,
        WaitVerdict.Unreachable => ExitCode.NotAllowed,
        WaitVerdict.Missing => ExitCode.NoSuchBuild,
        WaitVerdict.Waiting => ExitCode.TimedOut,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "no such verdict"),
    };
}
