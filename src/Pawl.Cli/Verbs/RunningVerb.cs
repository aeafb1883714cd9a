using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Screens;
using Pawl.Cli.Stores;
using Pawl.Pipelines;
using Pawl.Running;
using Pawl.Running.Processes;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary>A verb that runs a build's states here: <c>run</c> and <c>resume</c>.</summary>
internal abstract class RunningVerb : Verb
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(20);

    private readonly Option<TimeSpan?> _lease = Ask.LeaseOption("How long another worker must wait when this one dies without a word. Default 20s.");

    private readonly Option<TimeSpan?> _patience = Ask.DurationOption(
        "--patience", "How long to wait for room in a store that is full or busy before giving up. Default 2m.");

    protected RunningVerb(string name, string summary)
        : base(name, summary)
    {
        Add(_lease);
        Add(_patience);
    }

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        Codes(StoreCodes, ExitCode.NotAllowed, ExitCode.BuildFailed, ExitCode.Held, ExitCode.Interrupted, ExitCode.Terminated);

    /// <summary>Runs the build until it is completed, needs people, or a signal stops it.</summary>
    protected async ValueTask<ExitCode> RunAsync(Invocation call, IBuildStore store, BuildId id, Pipeline pipeline)
    {
        var settings = Settings(call) with { FindSealer = (build, token) => SealedBuildStore.FindSealerAsync(store, build, token) };
        RequireHarmless(id, pipeline, settings.Environment);
        var worker = call.Worker with { Process = ProcessIdentityReader.Current() };
        var runner = new Runner(new BuildLog(store, call.Time, worker), new GuardedTaskHost(Environment.ProcessPath!, []), call.Time, settings);
        using var signals = new StopSignals();
        call.Terminal.GoOnWithoutOutput();
        try
        {
            var outcome = await RunScreens.ShowAsync(call.Terminal, call.Time, screen => runner.RunAsync(id, pipeline, screen, signals.Token)).ConfigureAwait(false);
            return outcome switch
            {
                RunOutcome.Completed => ExitCode.Done,
                RunOutcome.Failed => ExitCode.BuildFailed,
                _ => signals.Code,
            };
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.Code;
        }
    }

    // The id stands in every list, log and file name.
    private static void RequireHarmless(BuildId id, Pipeline pipeline, IReadOnlyDictionary<string, string> environment)
    {
        if (TaskEnvironment.SecretsAnywhere(environment, pipeline).FirstOrDefault(secret => secret.StandsIn(id.Value)) is { } told)
            throw new UsageException($"the build id holds the value of {told.Name}, which the pipeline marks as secret; choose another id");
    }

    private RunnerSettings Settings(Invocation call)
    {
        var usual = new RunnerSettings
        {
            Environment = ProcessEnvironment(call),
            LogFolder = Path.Combine(call.Place.LocalFolder, "logs"),
            LeaseDuration = call.Get(_lease) ?? DefaultLease,
            IsKnownDead = call.IsKnownDead,
        };
        return call.Get(_patience) is { } patience ? usual with { StorePatience = patience } : usual;
    }

    // A task that calls pawl itself finds the store that its own build is in, and its mirror, and tells the same cache.
    private static Dictionary<string, string> ProcessEnvironment(Invocation call)
    {
        var environment = new Dictionary<string, string>(OwnEnvironment.Variables) { ["PAWL_STORE"] = call.Place.Text };
        if (call.MirrorPlace?.Text is { } mirror)
            environment[MirrorOption.Variable] = mirror;
        if (call.Cache.Text is { Length: > 0 } cache)
            environment[CachePlace.Variable] = cache;
        return environment;
    }
}
