using System.CommandLine;
using System.CommandLine.Parsing;
using Pawl.Alerts;
using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Cli.Alerts;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Running;
using Pawl.Sealing;
using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Mirroring;
using Pawl.Stores.Objects;
using Pawl.Waiting;

namespace Pawl.Cli;

/// <summary>One call of the program: what was asked for, and the world around it.</summary>
internal sealed class Invocation(ParseResult parsed, Terminal terminal)
{
    public Terminal Terminal => terminal;

    public TextWriter Out => terminal.Out;

    public bool WantsJson => terminal.Format == OutputFormat.Json;

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Who makes changes in this call.</summary>
    public Worker Worker { get; } = ScriptWorker.For(parsed.CommandResult);

    /// <summary>The value of an argument or option that is required or has a default.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>The value of an option; its type's default when it isn't given.</summary>
    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>The words after <c>--</c>.</summary>
    public IReadOnlyList<string> AfterDoubleDash =>
        [.. parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Select(token => token.Value)];

    /// <summary>The world around a store.</summary>
    public StoreContext StoreContext => new(Time, terminal.Note);

    /// <summary>Where the store is that was asked for.</summary>
    public StorePlace Place => field ??= StorePlace.Of(parsed.GetValue(GlobalOptions.Store));

    /// <summary>The folder of the logs on this machine.</summary>
    public string LogFolder => Path.Combine(Place.LocalFolder, "logs");

    /// <summary>Where its mirror is; null when none was asked for.</summary>
    /// <exception cref="UsageException">The store can't have one.</exception>
    public StorePlace? MirrorPlace => MirrorOption.Of(parsed.GetValue(GlobalOptions.Mirror), Place);

    /// <summary>The cache that was asked for.</summary>
    public CachePlace Cache => CachePlace.Of(parsed.GetValue(GlobalOptions.Cache));

    /// <summary>Opens the store that was asked for, with its mirror. Changes in it are told to the cache, if there is one; what it answers comes
    /// from nowhere else. Values of sealed builds are as they are recorded: to copy, back up and verify them.</summary>
    /// <param name="keys">Where the keys of sealed builds may be that are brought into it.</param>
    public IBuildStore OpenStore(params IEnumerable<KeyShelf> keys) => SealedBuildStore.Over(Open(MirroredPlace), Keys(keys), SealedView.AsRecorded);

    /// <summary>The same, with the values of sealed builds unsealed: to work on builds.</summary>
    public IBuildStore OpenBuilds() => SealedBuildStore.Over(Open(MirroredPlace), Keys(), SealedView.Clear);

    /// <summary>Opens the store that was asked for to work on builds: people are told, if they want to be.</summary>
    /// <exception cref="UsageException">The file that says who wants to be told has faults.</exception>
    public IBuildStore OpenStoreToWork() => SealedBuildStore.Over(Alerting(Open(MirroredPlace), Place), Keys(), SealedView.Clear);

    /// <summary>Opens a store as it is, without a mirror, to work on builds: who is to be told of a change is told.</summary>
    public IBuildStore OpenToWork(StorePlace place) =>
        SealedBuildStore.Over(Alerting(Open(place), place), KeysOf(place), SealedView.Clear);

    /// <summary>Environment variables of this process that hold secrets of its own: no task's output may show their values.</summary>
    public IEnumerable<string> OwnSecrets => Alerts?.SecretVariables ?? [];

    /// <summary>The file that says who is told of what; null when nobody is.</summary>
    public string? AlertFile => AlertPlace.Of(parsed.GetValue(GlobalOptions.Alerts));

    /// <summary>Opens the place where the store that was asked for, and its mirror, keep tombstones of builds that were removed.</summary>
    public TombstonePlace OpenTombstones() => new([Place.OpenRecords(), .. MirrorPlace is { } mirror ? (IObjectStore[])[mirror.OpenRecords()] : []]);

    /// <summary>Opens a store as it is, without a mirror.</summary>
    public IBuildStore Open(StorePlace place) => Cache.Open(place.Safe(), StoreContext);

    /// <summary>Opens a store as it is, to bring builds into it from another one: the keys of sealed ones go with them.</summary>
    public IBuildStore OpenToFill(StorePlace place, StorePlace from, KeyAfterErasure afterErasure = KeyAfterErasure.Destroyed) =>
        KeyCarryingStore.Over(Open(place), from.OpenShelf(), place.OpenShelf(), afterErasure);

    /// <summary>Opens a store to bring builds into it that are recorded in the clear elsewhere: in an encrypted one they are sealed.</summary>
    public IBuildStore OpenToSeal(StorePlace place) =>
        SealedBuildStore.Over(Open(place), KeysOf(place), SealedView.Clear);

    /// <summary>Opens the store that was asked for to show something: the answers may be the cache's.</summary>
    public IBuildReader OpenReader() => Cache.OpenReader(MirroredPlace, StoreContext, Log, Keys());

    /// <summary>Opens the store that was asked for to say what scripts decide on: the answers are the store's own.</summary>
    public IBuildReader OpenExactReader() => new StoreReader(Log(OpenBuilds()));

    /// <summary>Listens for changes in the store that was asked for.</summary>
    public ValueTask<IChangeNotices> ListenAsync(BuildChoice builds, CancellationToken cancellationToken) =>
        MirroredPlace.Kind.ListenAsync(Place.Url, builds, StoreContext, cancellationToken);

    /// <summary>Opens the store that was asked for to see to its mirrors; null when it has no outbox.</summary>
    public IOutboxStore? OpenOutbox() => Place.Safe() is { Kind: SqliteKind kind, Url: var url } ? (IOutboxStore)kind.Open(url, StoreContext) : null;

    /// <summary>Puts a mirror to a store on this machine. Without one it still ships what is owed from earlier.</summary>
    public MirroredBuildStore Mirror(IOutboxStore local) =>
        new(local, MirrorPlace?.Text, url => OpenToFill(StorePlace.Parse("--mirror", url), Place), Worker, StoreContext);

    /// <summary>This process's hand on a store.</summary>
    public BuildLog Log(IBuildStore store) => new(store, Time, Worker);

    /// <summary>Prints where a build stands: as JSON, or as this line for people.</summary>
    public async ValueTask<ExitCode> ShowAsync(BuildState build, string line, CancellationToken cancellationToken)
    {
        if (WantsJson)
            await terminal.WriteJsonAsync(BuildDocument.Of(build), PawlJson.Readable.BuildDocument, cancellationToken).ConfigureAwait(false);
        else
            await Out.WriteLineAsync(line).ConfigureAwait(false);
        return ExitCode.Done;
    }

    /// <summary>The same after a change. It is made: a script that was told otherwise would make it again, so it ends well also when the
    /// answer can't be printed.</summary>
    public ValueTask<ExitCode> ShowChangedAsync(BuildState after, string line, CancellationToken cancellationToken)
    {
        terminal.GoOnWithoutOutput();
        return ShowAsync(after, line, cancellationToken);
    }

    /// <summary>Tells whether a worker is known to be dead.</summary>
    public Func<Worker, bool> IsKnownDead { get; } = ProcessIdentityReader.IsKnownDead;

    /// <summary>Prints lines, or an array of them.</summary>
    public async ValueTask WriteLinesAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        if (WantsJson)
            await terminal.WriteJsonAsync(lines, PawlJson.Readable.IReadOnlyListString, cancellationToken).ConfigureAwait(false);
        else
            await Out.WriteLineAsync(string.Join('\n', lines)).ConfigureAwait(false);
    }

    // Beneath what seals: alerts are kept in the clear, so they may only say what the store itself may.
    private IBuildStore Alerting(IBuildStore store, StorePlace place) => Alerts is { } settings ? AlertDesk.Over(store, settings, place, StoreContext) : store;

    private AlertSettings? Alerts => field ??= AlertFile is { } file ? AlertPlace.Load(file, terminal) : null;

    private SealKeys KeysOf(StorePlace place) => new(GivenKeys.Ring, place.OpenShelf(), [], terminal.Note);

    /// <summary>The keys of sealed builds. What another machine began, its mirror has the key of.</summary>
    public SealKeys Keys(params IEnumerable<KeyShelf> others) =>
        new(GivenKeys.Ring, Place.OpenShelf(), [.. MirrorPlace is { } mirror ? (KeyShelf[])[mirror.OpenShelf()] : [], .. others], terminal.Note);

    // A mirror that was asked for and can't be had is found out here.
    private StorePlace MirroredPlace => (Place.Safe(), MirrorPlace) switch
    {
        ({ Kind: SqliteKind sqlite } place, _) => place with { Kind = new MirroredKind(sqlite, Mirror) },
        var (place, _) => place,
    };
}
