using System.Diagnostics;
using Pawl.Bench.Stores;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Waiting;

namespace Pawl.Bench.Waiting;

/// <summary>The same wait by the library, in this process: what is left out is a process's end.</summary>
internal sealed class LibraryWait(StoreKind kind, StoreUrl url) : IWaiter
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);

    private Task<long> _waiting = Task.FromResult(0L);

    public async ValueTask StartAsync(string id)
    {
        _waiting = Task.Run(() => WaitAsync(BuildId.Parse(id)));
        await Task.Delay(FirstLook).ConfigureAwait(false);
    }

    public async ValueTask<long> EndAsync() => await _waiting.ConfigureAwait(false);

    private async Task<long> WaitAsync(BuildId id)
    {
        var store = kind.Open(url, Surroundings.Context);
        await using var ofStore = store.ConfigureAwait(false);
        var notices = await kind.ListenAsync(url, BuildChoice.Of([id]), Surroundings.Context, CancellationToken.None).ConfigureAwait(false);
        await using var ofNotices = notices.ConfigureAwait(false);
        var log = new BuildLog(store, TimeProvider.System, new Worker("waiter"));
        var wait = new BuildWait(log, new WaitGoal.State(StateCode.From(5)), WaitQuorum.All, Absence.IsFinal, Markdown.Progress);
        await wait.RunAsync([id], notices, CancellationToken.None, CancellationToken.None).ConfigureAwait(false);
        return Stopwatch.GetTimestamp();
    }
}
