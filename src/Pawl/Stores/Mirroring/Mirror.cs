using System.Collections.Concurrent;

namespace Pawl.Stores.Mirroring;

/// <summary>A second store, which may be down.</summary>
/// <param name="target">Its URL.</param>
/// <param name="store">The store.</param>
internal sealed class Mirror(string target, IBuildStore store)
{
    // Longer than a slow cloud's answer, shorter than anybody wants a change to wait for a second copy.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Target => target;

    public IBuildStore Store => store;

    /// <summary>Asks the mirror, and doesn't wait for it longer than it is worth.</summary>
    public async ValueTask<MirrorAnswer<T>> TryAsync<T>(Func<IBuildStore, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return new MirrorAnswer<T>(await ask(store, patience.Token).ConfigureAwait(false), Trouble: null);
        }
        catch (StoreException e)
        {
            return new MirrorAnswer<T>(default, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return new MirrorAnswer<T>(default, new StoreException(StoreFault.Unreachable, $"{store.Location} did not answer within {Patience.TotalSeconds:0} s", e));
        }
    }
}

/// <summary>What a mirror answered, or why it didn't.</summary>
internal readonly record struct MirrorAnswer<T>(T? Value, StoreException? Trouble);

/// <summary>The mirrors that were asked for, each opened once.</summary>
internal sealed class Mirrors(Func<string, IBuildStore> open) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Mirror>> _mirrors = new(StringComparer.Ordinal);

    public Mirror Of(string target) => _mirrors.GetOrAdd(target, url => new Lazy<Mirror>(() => new Mirror(url, open(url)))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var mirror in _mirrors.Values.Where(m => m.IsValueCreated))
            await mirror.Value.Store.DisposeAsync().ConfigureAwait(false);
    }
}
