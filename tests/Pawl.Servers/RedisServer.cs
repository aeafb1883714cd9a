using System.Net;
using System.Net.Sockets;
using Pawl.Servers.Processes;

namespace Pawl.Servers;

/// <summary>Redis without persistence. It can go down and come back, empty, on the same port.</summary>
public sealed class RedisServer : TestServer
{
    private readonly string _folder;
    private ServerProcess _process;

    private RedisServer(string folder, int port, ServerProcess process) : base(folder, port) => (_folder, _process) = (folder, process);

    public static string? Availability => Programs.Missing("Redis", "redis-server");

    /// <summary>A StackExchange.Redis configuration: <c>127.0.0.1:port</c>.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    public override IReadOnlyList<int> ProcessIds => [_process.Id];

    public static ValueTask<RedisServer> StartAsync(CancellationToken cancellationToken)
    {
        Need(Availability);
        return InFolderAsync("redis", async folder =>
        {
            var port = FreePort.Next();
            return new RedisServer(folder, port, await StartProcessAsync(folder, port, cancellationToken));
        });
    }

    /// <summary>Ends it at once: connections are refused from here on.</summary>
    public ValueTask GoDownAsync() => _process.DisposeAsync();

    /// <summary>Starts it again after <see cref="GoDownAsync"/>, empty.</summary>
    public async ValueTask ComeBackAsync(CancellationToken cancellationToken) => _process = await StartProcessAsync(_folder, Port, cancellationToken);

    private protected override ValueTask EndAsync() => _process.DisposeAsync();

    private static Task<ServerProcess> StartProcessAsync(string folder, int port, CancellationToken cancellationToken)
    {
        var command = new ServerCommand("redis", folder, "redis-server",
            ["--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no", "--dir", folder, "--daemonize", "no"]);
        return ServerProcess.StartAsync(command, TimeSpan.FromSeconds(30), cancel => PingAsync(port, cancel), cancellationToken);
    }

    private static async Task<bool> PingAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
        var answer = new byte[7];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return answer.AsSpan().SequenceEqual("+PONG\r\n"u8);
    }
}
