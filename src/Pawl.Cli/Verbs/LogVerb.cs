using System.CommandLine;
using Pawl.Builds;
using Pawl.Running;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl log</c>: what an attempt's task printed.</summary>
internal sealed class LogVerb : Verb
{
    private readonly Argument<BuildId> _build = Ask.BuildId();

    private readonly Argument<StateCode?> _state = new("STATE")
    {
        Description = "The state, 0 to 100; without it the one whose task ran last.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Ask.OptionalState,
        DefaultValueFactory = _ => null,
    };

    private readonly Option<int?> _attempt = new("--attempt")
    {
        Description = "Which attempt at the state, 1 being the first; without it the last.",
        HelpName = "N",
        CustomParser = result => int.TryParse(Ask.Text(result), out var number) && number > 0
            ? number
            : Ask.Refuse<int?>(result, $"--attempt: '{Ask.Shown(result)}' is no number of an attempt"),
    };

    public LogVerb()
        : base("log", "Print what a build's task printed, from the log on this machine; of a sealed build with its key.")
    {
        Add(_build);
        Add(_state);
        Add(_attempt);
    }

    public override IReadOnlyList<string> Examples => ["pawl log web-42", "pawl log web-42 35 --attempt 1"];

    public override IReadOnlyList<ExitCode> ExitCodes => ChangeCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var id = call.Get(_build);
        await using var store = call.OpenBuilds();
        var log = AttemptLogs.Of(call.LogFolder, id).Find(call.Get(_state), call.Get(_attempt));
        if (log is null)
        {
            await call.Log(store).LoadAsync(id, cancellationToken).ConfigureAwait(false);
            throw new TransitionRefusedException($"there is no such log of build {id} on this machine: look where its task ran");
        }

        await WriteAsync(log, call, store, id, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async ValueTask WriteAsync(AttemptLogFile log, Invocation call, IBuildStore store, BuildId id, CancellationToken cancellationToken)
    {
        using var file = log.Open();
        var sealer = await SealedBuildStore.FindSealerAsync(store, id, cancellationToken).ConfigureAwait(false);
        if (!log.IsSealed && sealer is not null)
            throw new StoreException(StoreFault.Corrupt, $"{log.Path} is not sealed, and build {id} is: Pawl didn't write it");
        if (!log.IsSealed)
        {
            while (await file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
                await call.Out.WriteLineAsync(call.Terminal.Raw(line)).ConfigureAwait(false);
            return;
        }

        if (sealer is null)
            throw new StoreException(StoreFault.Corrupt, $"{log.Path} is sealed, and build {id} in {store.Location} isn't: it is another build's");
        var history = store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken);
        var attempt = await AttemptSpan.FindAsync(history, log.State, log.Attempt, cancellationToken).ConfigureAwait(false);
        var reader = new SealedLogReader(log.Path, sealer, attempt);
        await foreach (var line in reader.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            await call.Out.WriteLineAsync(call.Terminal.Raw(line)).ConfigureAwait(false);
        if (!reader.IsWhole)
            call.Terminal.Note("the log has no end: its task still runs, its worker was killed, or the end was cut off");
    }
}
