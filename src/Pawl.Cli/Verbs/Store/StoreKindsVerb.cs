using Pawl.Cli.Stores;

namespace Pawl.Cli.Verbs.Store;

/// <summary><c>pawl store kinds</c>.</summary>
internal sealed class StoreKindsVerb() : Verb("kinds", "List the kinds of stores, and what their URLs look like.")
{
    public override IReadOnlyList<string> Examples => ["pawl store kinds"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Done, ExitCode.Internal, ExitCode.Usage];

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await call.WriteLinesAsync(StoreKinds.Forms(), cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
