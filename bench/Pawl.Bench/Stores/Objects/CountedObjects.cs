using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pawl.Stores.Objects;

namespace Pawl.Bench.Stores.Objects;

/// <summary>Objects that keep count of what is asked of them.</summary>
internal sealed class CountedObjects(IObjectStore objects, RequestCount count) : IObjectStore
{
    public string Location => objects.Location;

    public long MostBytes => objects.MostBytes;

    public async ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        var read = await objects.GetAsync(key, mostBytes, cancellationToken);
        count.Gets.Add((key, read?.Content.Length ?? 0));
        return read;
    }

    public ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        count.Puts.Add((key, content));
        return objects.PutAsync(key, content, condition, cancellationToken);
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        count.Lists.Add(prefix);
        await foreach (var key in objects.ListAsync(prefix, after, cancellationToken))
            yield return key;
    }

    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => objects.DeleteAsync(key, cancellationToken);

    public ValueTask DisposeAsync() => objects.DisposeAsync();
}

/// <summary>What was asked of objects.</summary>
internal sealed class RequestCount
{
    public ConcurrentBag<(string Key, int Bytes)> Gets { get; } = [];

    public ConcurrentBag<(string Key, ReadOnlyMemory<byte> Content)> Puts { get; } = [];

    public ConcurrentBag<string> Lists { get; } = [];

    public void Clear()
    {
        Gets.Clear();
        Puts.Clear();
        Lists.Clear();
    }
}
