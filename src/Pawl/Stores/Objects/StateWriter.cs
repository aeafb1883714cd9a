using System.Collections.Concurrent;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Lets <c>state.json</c> follow the history, beside the appends and not in their way: of several changes in a row the last one is
/// written. All is written when the store is closed.</summary>
internal sealed class StateWriter(IBuildStore history, IObjectStore objects, StoreContext context) : IAsyncDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<BuildId, BuildStateWriter> _builds = new();
    private readonly CancellationTokenSource _closing = new();

    /// <summary>A change was appended: the document follows.</summary>
    public void Follow(KnownBuild after, Change change) => WriterOf(after.Keys).Follow(after, change);

    /// <summary>The document was seen to be behind.</summary>
    public void Repair(KnownBuild build) => WriterOf(build.Keys).Repair(build);

    /// <summary>The build is about to be erased: returns once nothing more is written.</summary>
    public Task StopAsync(BuildId id) => _builds.TryRemove(id, out var writer) ? writer.StopAsync() : Task.CompletedTask;

    /// <summary>Returns once all documents are written, or can't be.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_builds.Values.Select(build => build.FlushAsync())).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        _closing.Dispose();
    }

    private BuildStateWriter WriterOf(BuildKeys keys) => _builds.GetOrAdd(keys.Id, _ => new BuildStateWriter(history, objects, keys, SettleAsync, context.Warn));

    // Closing doesn't wait for the next change: there is none.
    private async Task SettleAsync()
    {
        try
        {
            await Task.Delay(Settling, context.Time, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Written at once.
        }
    }
}
