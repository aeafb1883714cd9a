using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Alerts;
using Pawl.Cli.Screens;
using Pawl.Cli.Stores;
using Pawl.Cli.Verbs.Trace;
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

    /// <summary>Starts tasks, each beside a guard.</summary>
    protected static ITaskHost Host => new GuardedTaskHost(Environment.ProcessPath!, []);

    /// <summary>The hand on a store of a worker that lives as long as the work: when it dies, nobody waits for its lease.</summary>
    protected static BuildLog LogOf(Invocation call, IBuildStore store) =>
        new(store, call.Time, call.Worker with { Process = ProcessIdentityReader.Current() });

    /// <summary>Runs the build until it is completed, needs people, or a signal stops it.</summary>
    protected async ValueTask<ExitCode> RunAsync(Invocation call, IBuildStore store, BuildId id, Pipeline pipeline)
    {
        var settings = Settings(call) with { FindSealer = (build, token) => SealedBuildStore.FindSealerAsync(store, build, token) };
        pipeline = pipeline with { Secrets = [.. pipeline.Secrets.Union(call.OwnSecrets)] };
        BuildSecrets.Of(pipeline).RequireHarmless("build", "id", id.Value);
        var runner = new Runner(LogOf(call, store), Host, call.Time, settings);
        var code = await ShowAsync(call, async (screen, stop) => await runner.RunAsync(id, pipeline, screen, stop).ConfigureAwait(false) switch
        {
            RunOutcome.Completed => ExitCode.Done,
            RunOutcome.Failed => ExitCode.BuildFailed,
            _ => ExitCode.Interrupted,
        }).ConfigureAwait(false);
        await RunTrace.SendAsync(call, store, id).ConfigureAwait(false);
        return code;
    }

    /// <summary>Works while a screen shows it, until it is done or a signal stops it: what is interrupted ends with the signal's code.</summary>
    protected static async ValueTask<ExitCode> ShowAsync(Invocation call, Func<IRunScreen, CancellationToken, Task<ExitCode>> work)
    {
        using var signals = new StopSignals();
        call.Terminal.GoOnWithoutOutput();
        try
        {
            var code = await RunScreens.ShowAsync(call.Terminal, call.Time, screen => work(screen, signals.Token)).ConfigureAwait(false);
            return code == ExitCode.Interrupted ? signals.Code : code;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.Code;
        }
    }

    /// <summary>How to work, by the options.</summary>
    protected RunnerSettings Settings(Invocation call)
    {
        var usual = new RunnerSettings
        {
            Environment = ProcessEnvironment(call),
            LogFolder = call.LogFolder,
            LeaseDuration = call.Get(_lease) ?? DefaultLease,
            IsKnownDead = call.IsKnownDead,
        };
        return call.Get(_patience) is { } patience ? usual with { StorePatience = patience } : usual;
    }

    // A task that calls pawl itself finds the store that its own build is in, and its mirror, and tells the same cache and the same people.
    private static Dictionary<string, string> ProcessEnvironment(Invocation call)
    {
        var environment = new Dictionary<string, string>(OwnEnvironment.Variables) { ["PAWL_STORE"] = call.Place.Text };
        if (call.MirrorPlace?.Text is { } mirror)
            environment[MirrorOption.Variable] = mirror;
        if (call.Cache.Text is { Length: > 0 } cache)
            environment[CachePlace.Variable] = cache;
        if (call.AlertFile is { } alerts)
            environment[AlertPlace.Variable] = alerts;
        return environment;
    }
}
