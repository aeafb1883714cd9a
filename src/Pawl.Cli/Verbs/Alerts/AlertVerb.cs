using Pawl.Alerts;
using Pawl.Cli.Alerts;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Alerts;

/// <summary>A verb about the alerts of a store.</summary>
internal abstract class AlertVerb(string name, string summary) : Verb(name, summary)
{
    public override IReadOnlyList<ExitCode> ExitCodes => Codes(StoreCodes, ExitCode.TimedOut);

    public sealed override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var settings = AlertPlace.Load(FileOf(call), call.Terminal);
        await using var store = call.OpenStore();
        await using var office = AlertDesk.Open(store, settings, call.Place, call.StoreContext);
        return await RunAsync(call, office, store, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The file of alerts that was asked for.</summary>
    /// <exception cref="UsageException">None was.</exception>
    public static string FileOf(Invocation call) =>
        call.AlertFile ?? throw new UsageException("which file of alerts? Name it with --alerts FILE or in PAWL_ALERTS; docs/alerts.md shows one");

    protected abstract ValueTask<ExitCode> RunAsync(Invocation call, AlertOffice office, IBuildStore store, CancellationToken cancellationToken);
}
