using Pawl.Bench.Commands;

namespace Pawl.Bench.Waiting;

/// <summary>A shell that reads a line from a pipe and ends: less can't be done to wake and end a process.</summary>
internal sealed class PipeReader : IWaiter, IDisposable
{
    private readonly Spawned _spawned;
    private readonly string _pipe;
    private FileStream? _writer;
    private int _process;

    public PipeReader(Spawned spawned, string folder)
    {
        (_spawned, _pipe) = (spawned, Path.Combine(folder, "pipe"));
        spawned.Run("/usr/bin/mkfifo", _pipe);
    }

    public async ValueTask StartAsync(string id)
    {
        _process = _spawned.Start("/bin/sh", "-c", "read line <\"$0\"", _pipe);
        // Returns once the shell has opened its end.
        _writer = new FileStream(_pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await Task.Delay(5).ConfigureAwait(false);
    }

    public ValueTask<long> EndAsync()
    {
        _writer!.Write("\n"u8);
        _writer.Dispose();
        return ValueTask.FromResult(Spawned.End(_process));
    }

    public void Dispose() => _writer?.Dispose();
}
