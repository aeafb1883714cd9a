using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Tracing;

namespace Pawl.Cli.Verbs.Trace;

/// <summary><c>pawl trace export</c>: builds as OpenTelemetry traces.</summary>
internal sealed class TraceExportVerb : Verb
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly Argument<BuildId[]> _builds = Ask.BuildIds("The builds: one or more.");
    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description = "The collector's URL for traces, with its path: http://HOST:4318/v1/traces. Default: as OTEL_EXPORTER_OTLP_TRACES_ENDPOINT or OTEL_EXPORTER_OTLP_ENDPOINT say.",
        HelpName = "URL",
    };

    private readonly Option<string?> _file = new Option<string?>("--file")
    {
        Description = "Write them to this file instead, a request of OTLP's JSON a line; - for standard output.",
        HelpName = "FILE|-",
    }.Completing(Candidates.AllFiles);

    public TraceExportVerb()
        : base("export", "Export builds as OpenTelemetry traces: a build is a trace, its states and attempts are spans. Doing it again gives the same spans.")
    {
        Add(_builds);
        Add(_endpoint);
        Add(_file);
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl trace export web-42 --endpoint http://localhost:4318/v1/traces", "pawl trace export web-42 --file - | jq '.resourceSpans[].scopeSpans[].spans[].name'"];

    public override IReadOnlyList<ExitCode> ExitCodes => LookCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var settings = OtlpSettings.Of(OwnEnvironment.Variables);
        RunTrace.TellComplaint(call, settings);
        switch ((call.Get(_endpoint), call.Get(_file)))
        {
            case ({ }, { }):
                throw new UsageException("`pawl trace export` takes --endpoint or --file, not both");
            case (_, "-"):
                return await WriteAsync(call, settings, call.Terminal.Out.BaseStream, cancellationToken).ConfigureAwait(false);
            case (_, { } file):
                await using (var stream = Create(file))
                    return await WriteAsync(call, settings, stream, cancellationToken).ConfigureAwait(false);
            case (null, _) when settings.Endpoint.Length == 0:
                throw new UsageException("`pawl trace export` needs --endpoint URL or --file FILE, or OTEL_EXPORTER_OTLP_ENDPOINT in the environment");
            case var (endpoint, _):
                return await SendAsync(call, settings, endpoint ?? settings.Endpoint, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<ExitCode> SendAsync(Invocation call, OtlpSettings settings, string endpoint, CancellationToken cancellationToken)
    {
        using var sender = new OtlpSender(endpoint, settings, call.Time);
        if (settings.IsDisabled)
        {
            call.Terminal.Note("OTEL_SDK_DISABLED or OTEL_TRACES_EXPORTER switches traces off: nothing was sent");
            return ExitCode.Done;
        }

        var (spans, builds) = await ExportAsync(call, settings, SendInTimeAsync, cancellationToken).ConfigureAwait(false);
        await call.WriteLinesAsync([$"{spans} spans of {builds} builds sent to {sender.Location}"], cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;

        async ValueTask SendInTimeAsync(byte[] content, CancellationToken cancel)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(settings.Timeout ?? DefaultTimeout);
            await sender.SendAsync(content, limit.Token).ConfigureAwait(false);
        }
    }

    private async ValueTask<ExitCode> WriteAsync(Invocation call, OtlpSettings settings, Stream to, CancellationToken cancellationToken)
    {
        await ExportAsync(call, settings, WriteLineAsync, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;

        async ValueTask WriteLineAsync(byte[] content, CancellationToken cancel)
        {
            await to.WriteAsync(content, cancel).ConfigureAwait(false);
            await to.WriteAsync("\n"u8.ToArray(), cancel).ConfigureAwait(false);
        }
    }

    private async ValueTask<(int Spans, int Builds)> ExportAsync(
        Invocation call, OtlpSettings settings, Func<byte[], CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        await using var store = call.OpenStore();
        var export = new TraceExport(store, settings.Resource(Help.Version), send);
        var (spans, builds) = (0, 0);
        foreach (var id in call.Get(_builds).Distinct())
        {
            var some = await export.RunAsync(id, cancellationToken).ConfigureAwait(false);
            if (some == 0)
                throw new NoSuchBuildException(id, store.Location);
            (spans, builds) = (spans + some, builds + 1);
        }

        return (spans, builds);
    }

    private static FileStream Create(string file)
    {
        try
        {
            return File.Create(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--file: {Visible.Line(file)} can't be written ({e.Message}); name a file in a folder that you may write to");
        }
    }
}
