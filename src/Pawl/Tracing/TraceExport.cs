using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Tracing;

/// <summary>Exports builds' traces in requests of some hundred spans: memory doesn't grow with the history.</summary>
/// <param name="store">Where the builds are.</param>
/// <param name="resource">Who sends.</param>
/// <param name="send">Sends one request.</param>
public sealed class TraceExport(IBuildStore store, TraceResource resource, Func<byte[], CancellationToken, ValueTask> send)
{
    private const int SpansPerRequest = 500;

    /// <summary>Exports a build's trace, as far as the build is.</summary>
    /// <returns>How many spans; 0 when there is no such build.</returns>
    /// <exception cref="StoreException">The store can't be used.</exception>
    /// <exception cref="TraceExportException">It can't be sent.</exception>
    public async ValueTask<int> RunAsync(BuildId id, CancellationToken cancellationToken)
    {
        var trace = new BuildTrace(id);
        var (spans, sent) = (new List<TraceSpan>(), 0);
        await foreach (var happened in store.ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
        {
            spans.AddRange(trace.Add(happened));
            if (spans.Count >= SpansPerRequest)
                await SendAsync().ConfigureAwait(false);
        }

        spans.AddRange(trace.Finish());
        if (spans.Count > 0)
            await SendAsync().ConfigureAwait(false);
        return sent;

        async ValueTask SendAsync()
        {
            await send(OtlpJson.Of(resource, spans), cancellationToken).ConfigureAwait(false);
            sent += spans.Count;
            spans.Clear();
        }
    }
}
