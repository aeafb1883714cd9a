using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pawl.Servers.Faults;

/// <summary>
/// Stands before a TCP server, such as PostgreSQL or Redis, on a port of 127.0.0.1 of its own and does to each piece of what is sent
/// what its plan says. While it is down it refuses connections.
/// </summary>
public sealed class TcpFaultProxy : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpConnection, Task> _connections = new();
    private volatile FaultPlan<TcpFault> _plan;
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _accepting;
    private long _cut;

    private TcpFaultProxy(int serverPort, FaultPlan<TcpFault> plan)
    {
        (_server, _plan) = (new IPEndPoint(IPAddress.Loopback, serverPort), plan);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>The plan from the next piece on.</summary>
    public FaultPlan<TcpFault> Plan { get => _plan; set => _plan = value; }

    /// <summary>How long a delayed piece waits.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What it did to pieces so far.</summary>
    public FaultCounts<TcpFault> Counts { get; } = new();

    /// <summary>How many connections it took so far.</summary>
    public long Accepted { get; private set; }

    /// <summary>How many connections it has cut so far, by fault, by <see cref="CutAll"/> or by going down.</summary>
    public long Cut => Interlocked.Read(ref _cut);

    /// <summary>Starts it before a server on a port of 127.0.0.1.</summary>
    public static TcpFaultProxy Start(int serverPort, FaultPlan<TcpFault> plan) => new(serverPort, plan);

    /// <summary>Cuts all connections that are open.</summary>
    public void CutAll()
    {
        foreach (var connection in _connections.Keys)
            CutOne(connection);
    }

    /// <summary>Cuts all connections and refuses new ones.</summary>
    public async Task GoDownAsync()
    {
        _listener.Stop();
        await _accepting;
        CutAll();
    }

    /// <summary>Takes connections again, on the same port.</summary>
    public void ComeBack()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await GoDownAsync();
        await Task.WhenAll(_connections.Values);
        _end.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            Accepted++;
            var connection = new TcpConnection(client);
            _connections[connection] = ServeAsync(connection);
        }
    }

    private async Task ServeAsync(TcpConnection connection)
    {
        await Task.Yield();
        try
        {
            await connection.ConnectAsync(_server, _end.Token);
            if (connection.IsCut)
                return;
            await Task.WhenAll(PumpAsync("to server", connection), PumpAsync("to client", connection));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either side is gone: so is the connection.
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }

    private async Task PumpAsync(string way, TcpConnection connection)
    {
        var buffer = new byte[64 << 10];
        var (from, to) = way == "to server" ? (connection.Client, connection.Server) : (connection.Server, connection.Client);
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                // What the server still says after a cut is lost, but heard: unread, it would reset the connection under the server's hands.
                if (connection.IsCut)
                    continue;
                var fault = _plan.Next(way);
                Counts.Add(fault);
                if (fault == TcpFault.Delayed)
                    await Task.Delay(Delay, _end.Token);
                if (fault != TcpFault.CutBefore)
                    await SendAllAsync(to, buffer.AsMemory(0, count));
                if (fault is TcpFault.CutBefore or TcpFault.CutAfter)
                    CutOne(connection);
            }
            if (!connection.IsCut)
                to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            connection.Cut();
        }
    }

    private async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes, _end.Token)..];
    }

    private void CutOne(TcpConnection connection)
    {
        if (connection.Cut())
            Interlocked.Increment(ref _cut);
    }
}
