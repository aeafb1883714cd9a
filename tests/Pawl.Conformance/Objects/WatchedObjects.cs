using System.Runtime.CompilerServices;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Objects;

/// <summary>Objects that count what is asked of them.</summary>
internal sealed class WatchedObjects(IObjectStore objects) : IObjectStore
{
    private int _gets;
    private int _puts;
    private int _lists;

    public string Location => objects.Location;

    public long MostBytes { get; init; } = objects.MostBytes;

    /// <summary>Takes conditions and ignores them, as some servers do.</summary>
    public bool IgnoresConditions { get; init; }

    public int Gets => _gets;

    public int Puts => _puts;

    public int Lists => _lists;

    public ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _gets);
        return objects.GetAsync(key, mostBytes, cancellationToken);
    }

    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _puts);
        if (IgnoresConditions && await objects.GetAsync(key, 1, cancellationToken) is { } there)
            return await objects.PutAsync(key, content, PutCondition.Over(there.Tag), cancellationToken);
        return await objects.PutAsync(key, content, condition, cancellationToken);
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lists);
        await foreach (var key in objects.ListAsync(prefix, after, cancellationToken))
            yield return key;
    }

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => objects.DeleteAsync(key, cancellationToken);

    public ValueTask DisposeAsync() => objects.DisposeAsync();

    public void Reset() => (_gets, _puts, _lists) = (0, 0, 0);
}
