using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Pawl.Tracing;

/// <summary>Sends spans to a collector by OTLP over HTTP, as JSON. What may pass is tried again, as long as the time lasts.</summary>
public sealed class OtlpSender : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(5);
    private static readonly HttpStatusCode[] Passing =
        [HttpStatusCode.TooManyRequests, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];

    private readonly Uri _endpoint;
    private readonly OtlpSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>A sender to an endpoint; connects when it first sends.</summary>
    /// <exception cref="TraceSettingsException">The endpoint or a header isn't right, or another protocol is asked for.</exception>
    public OtlpSender(string endpoint, OtlpSettings settings, TimeProvider time)
    {
        if (settings.Protocol is "grpc")
            throw new TraceSettingsException("OTEL_EXPORTER_OTLP_PROTOCOL asks for grpc, and traces are sent by http/json alone; set it to http/json and name the collector's HTTP endpoint, usually port 4318");
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new TraceSettingsException("the endpoint for traces is no http:// or https:// URL; correct --endpoint or OTEL_EXPORTER_OTLP_ENDPOINT");
        (_endpoint, _settings, _time) = (uri, settings, time);
        // The headers are for the collector, and nobody that it points to.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where it sends, without credentials.</summary>
    public string Location => _endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Sends one request.</summary>
    /// <exception cref="TraceExportException">It wasn't taken.</exception>
    public async ValueTask SendAsync(byte[] content, CancellationToken cancellationToken)
    {
        var why = "no answer in time";
        try
        {
            for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                var (isDone, complaint, after) = await TryAsync(content, cancellationToken).ConfigureAwait(false);
                if (isDone)
                    return;
                why = complaint;
                await Task.Delay(after ?? pause * (0.5 + Random.Shared.NextDouble()), _time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TraceExportException($"{Location} didn't take the trace in time ({why}); look at the collector, then send it with `pawl trace export`", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async ValueTask<(bool IsDone, string Complaint, TimeSpan? After)> TryAsync(byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(content);
            // What it says beside its status is of no use here, and may be any amount.
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var said = $"HTTP status {((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture)}";
            if (answer.IsSuccessStatusCode)
                return (true, "", null);
            return Passing.Contains(answer.StatusCode)
                ? (false, said, WaitAsTold(answer.Headers.RetryAfter))
                : throw new TraceExportException($"{Location} refuses the trace ({said}); correct the endpoint, or its credentials in OTEL_EXPORTER_OTLP_HEADERS");
        }
        catch (HttpRequestException e)
        {
            return (false, e.HttpRequestError == HttpRequestError.Unknown ? "the connection broke" : $"{e.HttpRequestError}", null);
        }
    }

    private TimeSpan? WaitAsTold(RetryConditionHeaderValue? told) => told switch
    {
        { Delta: { } span } => span,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        _ => null,
    };

    private HttpRequestMessage Request(byte[] content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in _settings.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Dispose();
                throw new TraceSettingsException("OTEL_EXPORTER_OTLP_HEADERS has a header that can't be sent; it is key=value, separated by commas");
            }
        }

        return request;
    }
}

/// <summary>A trace can't be exported. The message says why and what to do.</summary>
public sealed class TraceExportException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The settings of an export aren't right. The message says which and how they are.</summary>
public sealed class TraceSettingsException(string message) : Exception(message);
