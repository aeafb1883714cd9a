using Pawl.Stores.Objects;

namespace Pawl.Fuzz.Targets;

/// <summary>Objects that somebody else put there. Nothing is written to them.</summary>
/// <param name="objects">Each key's content.</param>
internal sealed class Bucket(SortedDictionary<string, byte[]> objects) : IObjectStore
{
    /// <inheritdoc/>
    public string Location => "a bucket";

    /// <inheritdoc/>
    public long MostBytes => int.MaxValue;

    /// <inheritdoc/>
    public ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken) => ValueTask.FromResult(
        objects.TryGetValue(key, out var content)
            ? new StoredObject(content.AsMemory(0, Math.Min(mostBytes, content.Length)), new ObjectTag("1"), content.Length <= mostBytes)
            : null);

    /// <inheritdoc/>
    public ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ObjectTag?>(null);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string prefix, string after, CancellationToken cancellationToken) => objects.Keys
        .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
        .ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
