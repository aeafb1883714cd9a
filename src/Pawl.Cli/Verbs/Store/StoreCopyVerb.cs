using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Stores;
using Pawl.Stores.Copying;

namespace Pawl.Cli.Verbs.Store;

/// <summary><c>pawl store copy</c>.</summary>
internal sealed class StoreCopyVerb : Verb
{
    private readonly Argument<string> _from = StoreAsk.Url("FROM", "The store to copy from: a folder or URL.");
    private readonly Argument<string> _to = StoreAsk.Url("TO", "The store to copy to; `pawl store create` makes it.");
    private readonly Argument<BuildId?> _build = Ask.OptionalBuildId("One build; without it all builds of the store.");

    public StoreCopyVerb()
        : base("copy", "Copy builds with their whole history from one store to another, and compare them in the end. Cut short, it goes on where it stopped.")
    {
        Add(_from);
        Add(_to);
        Add(_build);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl store copy /var/lib/state-builds s3://state-builds", "pawl store copy s3://state-builds postgres://pawl@db.example.org/builds web-42"];

    public override IReadOnlyList<ExitCode> ExitCodes => ChangeCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var from = call.Open(StorePlace.Parse("FROM", call.Get(_from)));
        await using var to = call.OpenToFill(StorePlace.Parse("TO", call.Get(_to)), StorePlace.Parse("FROM", call.Get(_from)));
        var only = call.Get(_build);
        if (only is { } id)
            await call.Log(from).LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var ids = only is { } one ? AsyncEnumerable.Repeat(one, 1) : from.ListAllIdsAsync(cancellationToken);
        var copy = new FleetCopy(from, to, call.Time, call.Worker);
        await copy.CopyAsync(ids, (build, fault) => call.Terminal.Note($"pawl: build {build} was not copied: {fault}"), cancellationToken).ConfigureAwait(false);
        var result = new CopyJson(copy.Builds, copy.Events, copy.Faulty);
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(result, PawlJson.Readable.CopyJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{copy.Builds} builds are the same in both stores now, {copy.Events} events were copied{(copy.Faulty > 0 ? $"; {copy.Faulty} builds were not copied" : "")}").ConfigureAwait(false);
        return copy.Faulty == 0 ? ExitCode.Done : ExitCode.NotAllowed;
    }
}
