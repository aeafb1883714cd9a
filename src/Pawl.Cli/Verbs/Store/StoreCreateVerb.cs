using System.CommandLine;
using Pawl.Cli.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cli.Verbs.Store;

/// <summary><c>pawl store create</c>.</summary>
internal sealed class StoreCreateVerb : Verb
{
    private readonly Argument<string?> _url = StoreAsk.OptionalUrl("The store; without it the one of --store.");

    private readonly Option<bool> _encrypt = new("--encrypt") { Description = "Seal what is recorded of its builds, as `pawl store encrypt` does." };

    public StoreCreateVerb()
        : base("create", "Make what a store needs: its bucket, table, container, schema or folder. Doing it again changes nothing.")
    {
        Add(_url);
        Add(_encrypt);
    }

    public override IReadOnlyList<string> Examples => ["pawl store create s3://state-builds/images", "pawl store create postgres://pawl@db.example.org/builds"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var place = call.Get(_url) is { } url ? StorePlace.Parse("URL", url) : call.Place;
        var made = await place.Kind.CreateAsync(place.Url, call.StoreContext, cancellationToken).ConfigureAwait(false);
        // Whoever sets a store up may do more there than its workers: what the first build would find out is found out now.
        await using var store = place.Kind.Open(place.Url, call.StoreContext);
        if (store is ObjectBuildStore objects)
            await objects.RequireConditionalPutsAsync(cancellationToken).ConfigureAwait(false);
        if (call.Get(_encrypt))
            made = [.. made, await StoreEncryption.BeginAsync(place, call, cancellationToken).ConfigureAwait(false)];
        await call.WriteLinesAsync(made, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
