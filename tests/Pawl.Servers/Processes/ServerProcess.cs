using System.Diagnostics;

namespace Pawl.Servers.Processes;

/// <summary>A server's process, owned by this one: it ends when it is disposed of, and when this process ends in whatever way.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);
    private const int LogTail = 4000;

    private readonly ServerCommand _command;
    private readonly Process _process;

    private ServerProcess(ServerCommand command, Process process) => (_command, _process) = (command, process);

    public int Id => _process.Id;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="within">How long it may take.</param>
    /// <param name="answers">Asks the server something; false, or a failed connection, means not yet.</param>
    /// <param name="cancellationToken">Ends the wait, and the server.</param>
    /// <exception cref="TestServerException">It ended, or didn't answer in time; the message ends with its log.</exception>
    public static async Task<ServerProcess> StartAsync(
        ServerCommand command, TimeSpan within, Func<CancellationToken, Task<bool>> answers, CancellationToken cancellationToken)
    {
        var server = new ServerProcess(command, await Launcher.StartAsync(command.ToStartInfo()));
        try
        {
            await server.WaitAsync(within, answers, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            if (_command.EndSignal == "KILL")
                _process.Kill();
            else
                await ProgramRun.TryRunAsync("kill", ["-s", _command.EndSignal, $"{Id}"], CancellationToken.None);
        }
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    private async Task WaitAsync(TimeSpan within, Func<CancellationToken, Task<bool>> answers, CancellationToken cancellationToken)
    {
        var deadline = Stopwatch.StartNew();
        while (!await AskAsync(within, answers, cancellationToken))
        {
            if (_process.HasExited)
                throw Failure($"ended with {_process.ExitCode} before it answered");
            if (deadline.Elapsed > within)
                throw Failure($"didn't answer within {within.TotalSeconds} s");
            await Task.Delay(BetweenQuestions, cancellationToken);
        }
        // Another program on the same port may have answered in its place.
        if (_process.HasExited)
            throw Failure($"ended with {_process.ExitCode}");
    }

    private static async Task<bool> AskAsync(TimeSpan within, Func<CancellationToken, Task<bool>> answers, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within);
        try
        {
            return await answers(limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or System.Net.Sockets.SocketException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private TestServerException Failure(string what)
    {
        var log = File.Exists(_command.LogPath) ? File.ReadAllText(_command.LogPath) : "";
        return new TestServerException($"{_command.Name} {what}; the end of its log:\n{log[^Math.Min(log.Length, LogTail)..]}");
    }
}
