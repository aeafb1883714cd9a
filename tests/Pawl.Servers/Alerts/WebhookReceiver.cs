using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pawl.Servers.Alerts;

/// <summary>A request that a receiver got whole.</summary>
public sealed record ReceivedWebhook(string Path, IReadOnlyDictionary<string, string> Headers, string Body, WebhookFault Answered);

/// <summary>Receives webhooks on 127.0.0.1, and answers as badly as a test asks for.</summary>
/// <remarks>By hand and not by a web server, which would not let a test cut a connection or flood it.</remarks>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private const int FloodBlocks = 256;
    private const int BlockBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<WebhookFault> _next;
    private readonly Task _loop;

    private WebhookReceiver(Func<WebhookFault> next)
    {
        _next = next;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>Where it is.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>What it got, in order.</summary>
    public ConcurrentQueue<ReceivedWebhook> Got { get; } = new();

    /// <summary>The bytes of answers that senders took.</summary>
    public long Flooded { get; private set; }

    /// <summary>Begins to listen.</summary>
    /// <param name="next">How to answer the next request.</param>
    public static WebhookReceiver Start(Func<WebhookFault> next) => new(next);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _loop;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new ConcurrentBag<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                open.Add(Task.Run(() => AnswerAllAsync(client)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAllAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await using var stream = client.GetStream();
                while (await AnswerAsync(client, stream))
                {
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or EndOfStreamException)
        {
            // The sender went away, or the test is over.
        }
    }

    private async Task<bool> AnswerAsync(TcpClient client, NetworkStream stream)
    {
        var head = await ReadHeadAsync(stream);
        if (head.Count == 0)
            return false;
        var fault = _next();
        if (fault == WebhookFault.CutEarly)
        {
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            return false;
        }

        var headers = head.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _end.Token);
        Got.Enqueue(new ReceivedWebhook(head[0].Split(' ')[1], headers, Encoding.UTF8.GetString(body), fault));
        return await AnswerAsync(stream, fault);
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, WebhookFault fault)
    {
        switch (fault)
        {
            case WebhookFault.Hang:
                await Task.Delay(Timeout.Infinite, _end.Token);
                return false;
            case WebhookFault.CutLate:
                await SayAsync(stream, "HTTP/1.1 200 O");
                return false;
            case WebhookFault.Flood:
                await SayAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {FloodBlocks * BlockBytes}\r\n\r\n");
                for (var i = 0; i < FloodBlocks; i++)
                {
                    await stream.WriteAsync(new byte[BlockBytes], _end.Token);
                    Flooded += BlockBytes;
                }

                return false;
            default:
                await SayAsync(stream, fault switch
                {
                    WebhookFault.Error => Status("500 Internal Server Error", ""),
                    WebhookFault.TooMany => Status("429 Too Many Requests", "Retry-After: 7\r\n"),
                    WebhookFault.Gone => Status("404 Not Found", ""),
                    WebhookFault.Redirect => Status("302 Found", $"Location: {Address}elsewhere\r\n"),
                    _ => Status("200 OK", ""),
                });
                return true;
        }
    }

    private static string Status(string status, string headers) => $"HTTP/1.1 {status}\r\n{headers}Content-Length: 2\r\n\r\nno";

    private async Task SayAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _end.Token);

    // Byte for byte: what follows the head is the body.
    private async Task<List<string>> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _end.Token) == 1)
        {
            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
                return [.. head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
        }

        return [];
    }
}
