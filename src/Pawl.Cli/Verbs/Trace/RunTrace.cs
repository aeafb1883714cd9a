using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Tracing;

namespace Pawl.Cli.Verbs.Trace;

/// <summary>The trace that a run leaves when OpenTelemetry's variables name a collector. A run never fails because of it, nor waits long.</summary>
internal static class RunTrace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Says once what the variables have that can't be gone by.</summary>
    public static void TellComplaint(Invocation call, OtlpSettings settings)
    {
        if (settings.Complaint is { Length: > 0 } complaint)
            call.Terminal.Note($"pawl: {complaint}");
    }

    /// <summary>Sends a build's trace, if that is wanted. What goes wrong is one line.</summary>
    public static async ValueTask SendAsync(Invocation call, IBuildStore store, BuildId id)
    {
        var settings = OtlpSettings.Of(OwnEnvironment.Variables);
        if (settings.IsDisabled || settings.Endpoint.Length == 0)
            return;
        TellComplaint(call, settings);
        try
        {
            using var sender = new OtlpSender(settings.Endpoint, settings, call.Time);
            using var limit = new CancellationTokenSource(settings.Timeout ?? Patience);
            await new TraceExport(SealedBuildStore.Beneath(store), settings.Resource(Help.Version), sender.SendAsync).RunAsync(id, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TraceExportException or TraceSettingsException or StoreException or OperationCanceledException)
        {
            call.Terminal.Note($"pawl: no trace of build {id} was sent: {Redactor.Standard.Redact(e.Message)}");
        }
    }
}
