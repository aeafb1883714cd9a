using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Pawl.Conformance.Aws;

/// <summary>Stands before a server and changes what goes there or comes back, so that it behaves as another one would.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private static readonly string[] OfTheConnection = ["Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect", "Date", "Server"];

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly WebApplication _front;
    private readonly Uri _server;
    private readonly Between _between;

    private Relay(Uri server, Between between)
    {
        (_server, _between) = (server, between);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _front = builder.Build();
        _front.Run(AnswerAsync);
    }

    /// <summary>What is done to one request: change it, send it or not, change the answer.</summary>
    /// <param name="request">The request, its body in memory.</param>
    /// <param name="send">Sends it to the server; the answer's body is in memory.</param>
    public delegate Task<HttpResponseMessage> Between(HttpRequestMessage request, Func<Task<HttpResponseMessage>> send);

    public Uri Endpoint => new(_front.Urls.First());

    public static async Task<Relay> StartAsync(Uri server, Between between)
    {
        var relay = new Relay(server, between);
        await relay._front.StartAsync(TestContext.Current.CancellationToken);
        return relay;
    }

    /// <summary>Only changes requests.</summary>
    public static Task<Relay> StartAsync(Uri server, Action<HttpRequestMessage> change) => StartAsync(server, (request, send) =>
    {
        change(request);
        return send();
    });

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        _client.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_server.GetLeftPart(UriPartial.Authority) + target));
        if (context.Request.ContentLength is not null)
            request.Content = new ByteArrayContent(body.ToArray());
        request.Headers.Host = context.Request.Host.Value;
        foreach (var (name, values) in context.Request.Headers.Where(h => !OfTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        using var answer = await _between(request, () => _client.SendAsync(request, context.RequestAborted));
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !OfTheConnection.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            context.Response.Headers[name] = values.ToArray();
        if (request.Method != HttpMethod.Head)
            await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync(context.RequestAborted), context.RequestAborted);
    }
}
