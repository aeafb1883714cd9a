using System.Net;
using System.Net.Sockets;

namespace Pawl.Servers.Faults;

/// <summary>A connection through a proxy: the client's and the server's half.</summary>
internal sealed class TcpConnection(Socket client)
{
    private int _isCut;

    public Socket Client { get; } = client;

    public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public async Task ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        Client.NoDelay = true;
        await Server.ConnectAsync(server, cancellationToken);
    }

    /// <summary>Resets the client's half and closes the server's, which still gets what was sent to it before.</summary>
    /// <returns>Whether it was still whole.</returns>
    public bool Cut()
    {
        if (Interlocked.Exchange(ref _isCut, 1) == 1)
            return false;
        Client.Close(timeout: 0);
        Server.Dispose();
        return true;
    }
}
