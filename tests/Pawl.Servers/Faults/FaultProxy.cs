using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pawl.Servers.Processes;

namespace Pawl.Servers.Faults;

/// <summary>
/// Stands before an HTTP or HTTPS server on a port of 127.0.0.1 of its own and does to each request what its plan says. Requests keep
/// the Host header they came with, so signatures hold; requests and answers are held in memory, 64 MB each at most.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private const long BodyLimit = 64 << 20;

    private readonly WebApplication _front;
    private readonly Upstream _upstream;
    private readonly Protocol _protocol;
    private readonly X509Certificate2 _certificate = TestCertificate.Create();
    private readonly ConcurrentQueue<Task> _echoes = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _server;
    private volatile FaultPlan<HttpFault> _plan;

    private FaultProxy(Uri server, Protocol protocol, FaultPlan<HttpFault> plan)
    {
        (_server, _upstream, _protocol, _plan) = (server, new Upstream(server), protocol, plan);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = BodyLimit;
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (server.Scheme == Uri.UriSchemeHttps)
                    listen.UseHttps(_certificate);
            });
        });
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        _front = builder.Build();
        _front.Run(AnswerAsync);
    }

    /// <summary>The server's endpoint, through this proxy.</summary>
    public Uri Endpoint => new UriBuilder(_server) { Port = new Uri(_front.Urls.First()).Port }.Uri;

    /// <summary>The plan from the next request on.</summary>
    public FaultPlan<HttpFault> Plan { get => _plan; set => _plan = value; }

    /// <summary>How long a delayed request, or an echo, waits.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What it did so far.</summary>
    public FaultCounts<HttpFault> Counts { get; } = new();

    /// <summary>Its certificate in PEM, for clients that can be told what to trust, such as by <c>SSL_CERT_FILE</c>.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>Starts it.</summary>
    /// <param name="server">The real server's endpoint.</param>
    /// <param name="protocol">How that service words its refusals.</param>
    /// <param name="plan">Which requests get which fault.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<FaultProxy> StartAsync(Uri server, Protocol protocol, FaultPlan<HttpFault> plan, CancellationToken cancellationToken) =>
        new FaultProxy(server, protocol, plan).ListenAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _front.StopAsync();
        await Task.WhenAll(_echoes);
        await _front.DisposeAsync();
        _upstream.Dispose();
        _certificate.Dispose();
        _end.Dispose();
    }

    private async Task<FaultProxy> ListenAsync(CancellationToken cancellationToken)
    {
        await _front.StartAsync(cancellationToken);
        return this;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await Received.ReadAsync(context.Request);
        var fault = _plan.Next($"{request.Method} {request.Target}");
        Counts.Add(fault);
        try
        {
            await ApplyAsync(fault, request, context);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The server or its client is gone, or this proxy is ending: to whoever still waits it is one and the same.
            context.Abort();
        }
    }

    private async Task ApplyAsync(HttpFault fault, Received request, HttpContext context)
    {
        switch (fault)
        {
            case HttpFault.Pass:
                await (await ForwardAsync(request)).WriteAsync(context);
                break;
            case HttpFault.CutBefore:
                context.Abort();
                break;
            case HttpFault.LostAnswer:
                await ForwardAsync(request);
                context.Abort();
                break;
            case HttpFault.HalfAnswer:
                await (await ForwardAsync(request)).WriteHalfAsync(context);
                break;
            case HttpFault.Doubled:
                await ForwardAsync(request);
                await (await ForwardAsync(request)).WriteAsync(context);
                break;
            case HttpFault.Echoed:
                var answer = await ForwardAsync(request);
                _echoes.Enqueue(EchoAsync(request));
                await answer.WriteAsync(context);
                break;
            case HttpFault.Delayed:
                await Task.Delay(Delay, _end.Token);
                await (await ForwardAsync(request)).WriteAsync(context);
                break;
            case HttpFault.Busy:
                await _protocol.Busy(request).WriteAsync(context);
                break;
            case HttpFault.ServerError:
                await _protocol.ServerError(request).WriteAsync(context);
                break;
            default:
                throw new InvalidOperationException($"not a fault: {fault}");
        }
    }

    private Task<Answer> ForwardAsync(Received request) => _upstream.SendAsync(request, _end.Token);

    private async Task EchoAsync(Received request)
    {
        try
        {
            await Task.Delay(Delay, _end.Token);
            await ForwardAsync(request);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Nobody waits for an echo's answer.
        }
    }
}
