using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Pawl.Conformance.Servers;

/// <summary>A server that answers each request with its number and keeps what it was sent.</summary>
internal sealed class HttpOrigin : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();
    private int _requests;

    private HttpOrigin()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public Uri Endpoint => new(_server.Urls.First());

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Waits for the next request and returns it as <c>METHOD TARGET HOST X-TEST BODY</c>.</summary>
    public ValueTask<string> NextAsync(CancellationToken cancellationToken) => _arrivals.Reader.ReadAsync(cancellationToken);

    public static async Task<HttpOrigin> StartAsync()
    {
        var origin = new HttpOrigin();
        await origin._server.StartAsync(TestContext.Current.CancellationToken);
        return origin;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _requests);
        using var body = new StreamReader(context.Request.Body);
        var request = context.Request;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        await _arrivals.Writer.WriteAsync($"{request.Method} {target} {request.Host} {request.Headers["X-Test"]} {await body.ReadToEndAsync()}");
        context.Response.Headers.ETag = $"\"{number}\"";
        await context.Response.WriteAsync($"answer {number}");
    }
}
