using System.Net;
using System.Net.Sockets;

namespace Pawl.Servers.Processes;

/// <summary>Ports of 127.0.0.1 that nobody listens on.</summary>
internal static class FreePort
{
    // Below the range that the system takes ports of outgoing connections from, so that none of those takes it in the meantime.
    private const int First = 12_000, Last = 32_000;
    private static readonly HashSet<int> Taken = [];

    /// <summary>A free port that this process was not given before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            lock (Taken)
            {
                if (IsFree(port) && Taken.Add(port))
                    return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
