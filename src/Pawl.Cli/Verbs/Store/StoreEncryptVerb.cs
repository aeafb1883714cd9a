using System.CommandLine;
using Pawl.Cli.Stores;

namespace Pawl.Cli.Verbs.Store;

/// <summary><c>pawl store encrypt</c>.</summary>
internal sealed class StoreEncryptVerb : Verb
{
    private readonly Argument<string?> _url = StoreAsk.OptionalUrl("The store; without it the one of --store.");

    public StoreEncryptVerb()
        : base("encrypt", "Seal what is recorded of all builds that begin in a store from now on. Needs a key; there is no way back. Builds that are there stay as they are.") => Add(_url);

    public override IReadOnlyList<string> Examples => ["PAWL_KEY_FILE=/etc/pawl/seal.key pawl store encrypt s3://state-builds"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var place = call.Get(_url) is { } url ? StorePlace.Parse("URL", url) : call.Place;
        await call.WriteLinesAsync([await StoreEncryption.BeginAsync(place, call, cancellationToken).ConfigureAwait(false)], cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
