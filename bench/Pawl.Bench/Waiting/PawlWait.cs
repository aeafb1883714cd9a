using Pawl.Bench.Commands;

namespace Pawl.Bench.Waiting;

/// <summary><c>pawl wait</c>, from its start until it listens.</summary>
internal sealed class PawlWait(Spawned spawned, string program, string store) : IWaiter
{
    // From listening to the first look, with room.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50);

    private int _process;

    public async ValueTask StartAsync(string id)
    {
        _process = spawned.Start(program, "wait", id, "--state", "5", "--store", store);
        while (!Descriptors().Any(name => name.Contains("inotify", StringComparison.Ordinal)))
            await Task.Delay(1).ConfigureAwait(false);
        await Task.Delay(FirstLook).ConfigureAwait(false);
    }

    public ValueTask<long> EndAsync() => ValueTask.FromResult(Spawned.End(_process));

    private IEnumerable<string> Descriptors()
    {
        try
        {
            return [.. Directory.EnumerateFiles($"/proc/{_process}/fd").Select(path => new FileInfo(path).LinkTarget ?? "")];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
