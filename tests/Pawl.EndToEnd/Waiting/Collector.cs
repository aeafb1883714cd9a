using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Pawl.EndToEnd.Waiting;

/// <summary>A collector of traces that answers what it is told to, and checks what it gets against OTLP's specification.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;
    private readonly ConcurrentQueue<int> _answers = new();

    private Collector(HttpListener listener, int port)
    {
        (_listener, Port) = (listener, port);
        _serving = ServeAsync();
    }

    internal int Port { get; }

    internal string Endpoint => $"http://127.0.0.1:{Port}";

    /// <summary>What it was sent, and took or not.</summary>
    internal ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>The spans that it took.</summary>
    internal IReadOnlyList<JsonElement> Spans => [.. Requests.Where(request => request.Status == 200).SelectMany(request => SpansOf(request.Body))];

    internal static Collector Start()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 60_000);
            var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
            try
            {
                listener.Start();
                return new Collector(listener, port);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    /// <summary>Answers with these statuses first, 0 being no answer at all, and then with 200.</summary>
    internal Collector Answering(params IEnumerable<int> statuses)
    {
        foreach (var status in statuses)
            _answers.Enqueue(status);
        return this;
    }

    internal static IEnumerable<JsonElement> SpansOf(JsonElement request) => request.GetProperty("resourceSpans").EnumerateArray()
        .SelectMany(resource => resource.GetProperty("scopeSpans").EnumerateArray())
        .SelectMany(scope => scope.GetProperty("spans").EnumerateArray());

    public async ValueTask DisposeAsync()
    {
        _listener.Abort();
        await _serving;
    }

    private async Task ServeAsync()
    {
        var hanging = new List<HttpListenerContext>();
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var status = _answers.TryDequeue(out var told) ? told : 200;
            using var reader = new StreamReader(context.Request.InputStream);
            Requests.Enqueue(new Received(
                status, $"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}", context.Request.ContentType ?? "",
                context.Request.Headers["x-key"] ?? "", JsonDocument.Parse(await reader.ReadToEndAsync()).RootElement));
            if (status == 0)
            {
                hanging.Add(context);
                continue;
            }

            context.Response.StatusCode = status;
            if (status is 301)
                context.Response.RedirectLocation = Endpoint + "/elsewhere";
            context.Response.Close();
        }
    }
}

/// <summary>A request to a collector.</summary>
internal sealed record Received(int Status, string Line, string ContentType, string Key, JsonElement Body);
