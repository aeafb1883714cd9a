using Pawl.Bench.Commands;

namespace Pawl.Bench.Waiting;

/// <summary>The guide's loop, looking once a second instead of every 30. The change comes at any time within a second.</summary>
internal sealed class PollingLoop(Spawned spawned, string folder) : IWaiter
{
    private const string Script = """
        until [ "$(sqlite3 "$1" 'SELECT current_state FROM builds')" -ge 5 ]; do sleep 1; done
        """;

    private readonly Random _random = new(1);
    private int _process;

    public async ValueTask StartAsync(string id)
    {
        _process = spawned.Start("/bin/bash", "-c", Script, "loop", Path.Combine(folder, $"{id}.db"));
        await Task.Delay(TimeSpan.FromMilliseconds(100 + _random.Next(1_000))).ConfigureAwait(false);
    }

    public ValueTask<long> EndAsync() => ValueTask.FromResult(Spawned.End(_process));
}
