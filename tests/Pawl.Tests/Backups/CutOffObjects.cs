using System.Runtime.CompilerServices;
using Pawl.Stores.Objects;

namespace Pawl.Tests.Backups;

/// <summary>Objects whose user is stopped after so many calls: from there on, all of them are cancelled.</summary>
internal sealed class CutOffObjects(IObjectStore objects, int calls, CancellationTokenSource stop) : IObjectStore
{
    private int _left = calls;

    public string Location => objects.Location;

    public long MostBytes => objects.MostBytes;

    public ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        return objects.GetAsync(key, mostBytes, cancellationToken);
    }

    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        return await objects.PutAsync(key, content, condition, cancellationToken);
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        await foreach (var key in objects.ListAsync(prefix, after, cancellationToken))
            yield return key;
    }

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Count(cancellationToken);
        return objects.DeleteAsync(key, cancellationToken);
    }

    public ValueTask DisposeAsync() => objects.DisposeAsync();

    // What nobody can cancel isn't the pass itself: a state.json that follows its history.
    private void Count(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return;
        if (Interlocked.Decrement(ref _left) < 0)
            stop.Cancel();
        stop.Token.ThrowIfCancellationRequested();
    }
}
