using Pawl.Servers.Processes;

namespace Pawl.Servers;

/// <summary>
/// A real server on 127.0.0.1 at a free port, with a folder of its own, that ends when it is disposed of and when this process ends,
/// killed or not. Each kind has <c>StartAsync</c>, which returns once it answers, and <c>Availability</c>: null, or what is
/// missing on this machine and how to get it.
/// </summary>
public abstract class TestServer : IAsyncDisposable
{
    private protected TestServer(string folder, int port) => (Folder, Port) = (folder, port);

    /// <summary>The port of 127.0.0.1 that it listens on.</summary>
    public int Port { get; }

    /// <summary>The ids of its processes, the one that answers last.</summary>
    public abstract IReadOnlyList<int> ProcessIds { get; }

    private protected string Folder { get; }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await EndAsync();
        ServerFolder.Delete(Folder);
    }

    private protected abstract ValueTask EndAsync();

    private protected static void Need(string? availability)
    {
        if (availability is not null)
            throw new TestServerException(availability);
    }

    /// <summary>Makes a folder and starts a server in it; the folder goes again if that fails.</summary>
    private protected static async ValueTask<T> InFolderAsync<T>(string name, Func<string, Task<T>> start)
    {
        var folder = ServerFolder.Create(name);
        try
        {
            return await start(folder);
        }
        catch
        {
            ServerFolder.Delete(folder);
            throw;
        }
    }
}
