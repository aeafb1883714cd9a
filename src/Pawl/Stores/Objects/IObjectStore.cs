namespace Pawl.Stores.Objects;

/// <summary>Objects under keys such as <c>aws/web-42/state.json</c>: what a folder, S3, Azure Blob and Cosmos DB can all do. Everything that makes
/// builds of them is built on it once, in <see cref="ObjectBuildStore"/>. Safe for concurrent use, by any number of processes.</summary>
/// <remarks>What one call wrote every later call sees, whoever makes it. Every member throws <see cref="StoreException"/> when the store can't be
/// used: no such bucket, no rights, no answer after the client's own retries (with jitter, within a bound) of throttling, server errors and cut
/// connections. A retry must never overwrite: a conditional put whose first answer was lost answers that it was refused.</remarks>
public interface IObjectStore : IAsyncDisposable
{
    /// <summary>Where the objects are, for people, without credentials.</summary>
    string Location { get; }

    /// <summary>The most bytes that one object may have.</summary>
    long MostBytes { get; }

    /// <summary>Reads an object, or no more than its first bytes.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="mostBytes">How many bytes to read at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such object.</returns>
    ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken);

    /// <summary>Writes an object whole, if the condition holds: in one step for all who write and read. Durable before this returns.</summary>
    /// <returns>The tag of what was written; null when the condition doesn't hold, and nothing was written.</returns>
    ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken);

    /// <summary>The keys that begin with a prefix and come after another key, in ordinal order, read as they are asked for.</summary>
    /// <param name="prefix">What they begin with.</param>
    /// <param name="after">The key before the first; empty for all. Need not exist.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<string> ListAsync(string prefix, string after, CancellationToken cancellationToken);

    /// <summary>Deletes an object. One that isn't there is deleted already.</summary>
    ValueTask DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <summary>Names one content of an object: an ETag, as the server gave it.</summary>
public readonly record struct ObjectTag(string Value);

/// <summary>An object as it was read.</summary>
/// <param name="Content">Its bytes, or the first of them.</param>
/// <param name="Tag">Which content it was.</param>
/// <param name="IsWhole">True when nothing was left out.</param>
public sealed record StoredObject(ReadOnlyMemory<byte> Content, ObjectTag Tag, bool IsWhole);

/// <summary>When a put may write.</summary>
/// <param name="Tag">The content that must be there; null when there must be no object.</param>
public readonly record struct PutCondition(ObjectTag? Tag)
{
    /// <summary>Only when there is no object of this key: <c>If-None-Match: *</c>.</summary>
    public static PutCondition Absent => new(null);

    /// <summary>Only over this content: <c>If-Match</c>.</summary>
    public static PutCondition Over(ObjectTag tag) => new(tag);
}
