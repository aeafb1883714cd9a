using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl check</c>: what a pipeline's first task asks. The exit code is the answer.</summary>
internal sealed class CheckVerb : Verb
{
    private readonly Argument<BuildId> _build = Ask.BuildId();

    public CheckVerb()
        : base("check", "Say whether to begin a build, to resume it, or to keep off: the exit code tells. A resumable build's state is the first line, RESUME_STATE=S.") => Add(_build);

    public override IReadOnlyList<string> Examples =>
    [
        "pawl check web-42; case $? in 0) exit 0;; 3) begin;; 5) resume;; *) exit 1;; esac",
        "eval \"$(pawl check web-42 | grep ^RESUME_STATE=)\"",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = Codes(ChangeCodes, ExitCode.BuildFailed, ExitCode.Held);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = call.OpenBuilds();
        var stored = await store.LoadAsync(call.Get(_build), cancellationToken).ConfigureAwait(false);
        var build = call.Log(store).Begin(stored).After;
        var (code, result) = BuildStanding.Of(build, call.Time.GetUtcNow(), call.IsKnownDead);
        if (call.WantsJson)
        {
            var lease = code == ExitCode.Held ? BuildDocument.Of(build).Lease : null;
            var state = code == ExitCode.BuildFailed ? build.Current.Value : (int?)null;
            var answer = new CheckJson(build.Id.Value, result, code.Number, state, lease);
            await call.Terminal.WriteJsonAsync(answer, PawlJson.Readable.CheckJson, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await call.Out.WriteLineAsync(Say(build, result, call)).ConfigureAwait(false);
        }

        return code;
    }

    private static string Say(BuildState build, string result, Invocation call) => result switch
    {
        "none" => $"no build {build.Id}: begin it",
        "completed" => BuildText.Line(build),
        "erased" => $"build {build.Id} was erased at {TimeText.Absolute(build.Erasure!.At)}: it can't go on; begin a new build under another id",
        "held" => $"build {build.Id} is in progress at state {BuildText.State(build)}, held by {Visible.Line(build.Lease!.Holder.Name)} "
            + $"since {TimeText.Absolute(build.Lease.Since)} until {TimeText.Both(build.Lease.Until, call.Time.GetUtcNow())} unless renewed",
        _ => $"RESUME_STATE={build.Current}\nbuild {build.Id} is {result} at state {BuildText.State(build)}: resume it",
    };
}
