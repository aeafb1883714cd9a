using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Packer;
using Pawl.Pipelines;
using Pawl.Running;

namespace Pawl.Cli.Verbs.Packer;

/// <summary><c>pawl packer build</c>: <c>packer build</c> as the task of a build's current state.</summary>
internal sealed class PackerBuildVerb : RunningVerb
{
    private readonly Argument<BuildId> _build = Ask.BuildId();
    private readonly PackerArguments _arguments = new();

    private readonly Option<string> _manifest = new Option<string>("--manifest")
    {
        Description = "The manifest that the template writes: what it says is recorded. Without it, what Packer tells of its artifacts is.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "",
    }.Completing(Candidates.AllFiles);

    private readonly Option<string> _packer = new Option<string>("--packer")
    {
        Description = "Packer's name or path.",
        HelpName = "PATH",
        DefaultValueFactory = _ => "packer",
    }.Completing(Candidates.AllFiles);

    private readonly Option<TimeSpan?> _killAfter = Ask.DurationOption(
        "--kill-after", "How long Packer may clean up after a signal before it is killed. Default: the pipeline's kill_after, at least 5m.");

    private readonly Option<string[]> _secrets = new("--secret")
    {
        Description = "An environment variable whose value must appear nowhere; may be repeated.",
        HelpName = "NAME",
    };

    public PackerBuildVerb()
        : base("build", "Run `packer build` as the task of a build's current state, and record what came of it and what Packer made.")
    {
        Add(_build);
        _arguments.AddTo(this);
        Add(_manifest);
        Add(_packer);
        Add(_killAfter);
        Add(_secrets);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "pawl packer build web-42 -- image.json",
        "pawl packer build web-42 5 --manifest packer-manifest.json -- -var suite=bookworm image.pkr.hcl",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        Codes(WorkCodes, ExitCode.BuildFailed, ExitCode.Interrupted, ExitCode.Terminated);

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var id = call.Get(_build);
        var (state, words) = _arguments.Read(call);
        var order = new PackerOrder
        {
            Command = new PackerCommand(RequireText(call.Get(_packer)!, "--packer"), words, Environment.CurrentDirectory),
            Manifest = call.Get(_manifest)!,
            KillAfter = call.Get(_killAfter) ?? TimeSpan.Zero,
            Secrets = [.. (call.Get(_secrets) ?? []).Select(RequireName), .. call.OwnSecrets],
        };
        if (PackerTaskWork.IsTaskOf(id))
            return await new PackerTaskWork(call, id, order).RunAsync(Host, state).ConfigureAwait(false);
        await using var store = call.OpenStoreToWork();
        var packer = new PackerBuild(LogOf(call, store), Host, call.Time, Settings(call), order);
        var after = "";
        var code = await ShowAsync(call, RunAsync).ConfigureAwait(false);
        if (!call.WantsJson)
            await call.Out.WriteLineAsync(after).ConfigureAwait(false);
        return code;

        async Task<ExitCode> RunAsync(IRunScreen screen, CancellationToken stop)
        {
            var (outcome, build) = await packer.RunAsync(id, state, KnownPipeline.Of, screen, stop).ConfigureAwait(false);
            after = BuildText.Line(build);
            return CodeOf(outcome);
        }
    }

    private static ExitCode CodeOf(PackerOutcome outcome) => outcome switch
    {
        PackerOutcome.Succeeded => ExitCode.Done,
        PackerOutcome.Failed => ExitCode.BuildFailed,
        PackerOutcome.Interrupted => ExitCode.Interrupted,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no such outcome"),
    };

    private static string RequireName(string name) => EnvironmentName.IsValid(name)
        ? name
        : throw new UsageException($"--secret: '{Ask.Shorten(name)}' is not the name of an environment variable; give the name, never the value");

    private static string RequireText(string text, string option) =>
        text.Length > 0 ? text : throw new UsageException($"{option} is empty");
}
