using System.Net;
using System.Net.Sockets;

namespace Pawl.Servers.Faults;

/// <summary>A connection through a proxy: the client's and the server's half.</summary>
internal sealed class TcpConnection(Socket client) : IDisposable
{
    private int _isCut;

    public Socket Client { get; } = client;

    public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public bool IsCut => Volatile.Read(ref _isCut) == 1;

    public async Task ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        Client.NoDelay = true;
        await Server.ConnectAsync(server, cancellationToken);
    }

    /// <summary>Resets the client's half and ends what is sent to the server, which still gets what was sent before.</summary>
    /// <returns>Whether it was still whole.</returns>
    public bool Cut()
    {
        if (Interlocked.Exchange(ref _isCut, 1) == 1)
            return false;
        Client.Close(timeout: 0);
        try
        {
            Server.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was not connected yet, or not any more.
        }
        return true;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
