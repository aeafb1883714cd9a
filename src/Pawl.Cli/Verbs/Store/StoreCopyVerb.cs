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
        var (source, target) = (StorePlace.Parse("FROM", call.Get(_from)), StorePlace.Parse("TO", call.Get(_to)));
        await using var from = call.Open(source);
        await using var to = call.OpenToFill(target, source);
        await using var sealing = call.OpenToSeal(target);
        var only = call.Get(_build);
        if (only is { } id)
            await call.Log(from).LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var ids = only is { } one ? AsyncEnumerable.Repeat(one, 1) : from.ListAllIdsAsync(cancellationToken);
        FleetCopy[] copies = [new(from, to, call.Time, call.Worker), new(from, sealing, call.Time, call.Worker, CopyLikeness.Content)];
        var seals = await target.IsEncryptedAsync(cancellationToken).ConfigureAwait(false);
        await copies[0].CopyAsync(ids.Where(async (build, token) => !seals || await IsSealedAsync(from, build, token).ConfigureAwait(false)), Tell, cancellationToken).ConfigureAwait(false);
        var clear = seals ? await ids.Where(async (build, token) => !await IsSealedAsync(from, build, token).ConfigureAwait(false)).ToListAsync(cancellationToken).ConfigureAwait(false) : [];
        if (clear.Count > 0)
            GivenKeys.Ring.Value.Wrapping($"{target.Text} is encrypted: builds that are brought there are sealed");
        await copies[1].CopyAsync(clear.ToAsyncEnumerable(), Tell, cancellationToken).ConfigureAwait(false);
        var result = new CopyJson(copies.Sum(c => c.Builds), copies.Sum(c => c.Events), copies.Sum(c => c.Faulty));
        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(result, PawlJson.Readable.CopyJson, cancellationToken).ConfigureAwait(false);
        else
            await call.Out.WriteLineAsync($"{result.Builds} builds are the same in both stores now, {result.Events} events were copied{(result.NotCopied > 0 ? $"; {result.NotCopied} builds were not copied" : "")}").ConfigureAwait(false);
        return result.NotCopied == 0 ? ExitCode.Done : ExitCode.NotAllowed;

        void Tell(BuildId build, string fault) => call.Terminal.Note($"pawl: build {build} was not copied: {fault}");
    }

    // What can't be read is told of by the copy.
    private static async ValueTask<bool> IsSealedAsync(IBuildStore from, BuildId id, CancellationToken cancellationToken)
    {
        try
        {
            return !(await from.LoadAsync(id, cancellationToken).ConfigureAwait(false)).State.Seal.IsNone;
        }
        catch (StoreException)
        {
            return false;
        }
    }
}
