using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Sealing;

/// <summary>Where a store keeps the keys of its sealed builds: a record a build, and one that says whether builds begun there are sealed. No snapshot,
/// no history and no list holds them, so that destroying a record destroys what it opens.</summary>
/// <param name="location">The store, for people.</param>
/// <param name="open">Opens the objects, once they are needed.</param>
public sealed class KeyShelf(string location, Func<IObjectStore> open) : IAsyncDisposable
{
    /// <summary>What the keys of all records begin with. No provider's name can.</summary>
    public const string Prefix = ".pawl/keys/";

    // No build's folder has an extension of this kind at this depth.
    private const string MarkKey = Prefix + "store.json";
    private const string Extension = ".json";
    private const int MostBytes = 1 << 22;

    private readonly Lazy<IObjectStore> _objects = new(open);

    /// <summary>The store, for people.</summary>
    public string Location => location;

    /// <summary>The record of a key; null when there is none.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public async ValueTask<ShelvedKey?> FindAsync(KeyPlace place, CancellationToken cancellationToken) =>
        await Objects.GetAsync(KeyOf(place), MostBytes, cancellationToken).ConfigureAwait(false) is { } stored
            ? new ShelvedKey(KeyRecord.Read(stored.Content, place, location), stored.Tag)
            : null;

    /// <summary>Puts a record there, unless there is one.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public ValueTask PutAsync(KeyRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return PutAsync(record.Place, record.Write(), cancellationToken);
    }

    /// <summary>Puts a record back as it was read, whatever it is, unless there is one.</summary>
    internal async ValueTask PutAsync(KeyPlace place, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await Objects.PutAsync(KeyOf(place), content, PutCondition.Absent, cancellationToken).ConfigureAwait(false);

    /// <summary>What a record's object holds, whatever it is; null when there is none.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(KeyPlace place, CancellationToken cancellationToken) =>
        (await Objects.GetAsync(KeyOf(place), MostBytes, cancellationToken).ConfigureAwait(false))?.Content;

    /// <summary>Puts a record in the place of one that was read; false when that has changed since.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public async ValueTask<bool> TryReplaceAsync(ShelvedKey was, KeyRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(was);
        ArgumentNullException.ThrowIfNull(record);
        return await Objects.PutAsync(KeyOf(record.Place), record.Write(), PutCondition.Over(was.Tag), cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Destroys a key, whatever its record holds, and leaves in its place when, why and by whom.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public async ValueTask DestroyAsync(KeyPlace place, Erasure erasure, CancellationToken cancellationToken)
    {
        var destroyed = new DestroyedKey(place, erasure).Write();
        while (true)
        {
            var there = await Objects.GetAsync(KeyOf(place), MostBytes, cancellationToken).ConfigureAwait(false);
            if (there is not null && IsDestroyed(there.Content, place))
                return;
            var condition = there is null ? PutCondition.Absent : PutCondition.Over(there.Tag);
            if (await Objects.PutAsync(KeyOf(place), destroyed, condition, cancellationToken).ConfigureAwait(false) is not null)
                return;
        }
    }

    /// <summary>Takes a record away, of a build of which nothing is left here.</summary>
    /// <exception cref="StoreException">It can't be deleted.</exception>
    public ValueTask DeleteAsync(KeyPlace place, CancellationToken cancellationToken) => Objects.DeleteAsync(KeyOf(place), cancellationToken);

    /// <summary>The keys that are there.</summary>
    /// <exception cref="StoreException">They can't be listed.</exception>
    public IAsyncEnumerable<KeyPlace> ListAsync(CancellationToken cancellationToken) => ListAsync(Prefix, cancellationToken);

    /// <summary>Those of one build's id.</summary>
    /// <exception cref="StoreException">They can't be listed.</exception>
    public IAsyncEnumerable<KeyPlace> ListAsync(BuildId id, CancellationToken cancellationToken) => ListAsync($"{Prefix}{id}/", cancellationToken);

    /// <summary>True when builds that begin in this store are sealed.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public async ValueTask<bool> IsEncryptedAsync(CancellationToken cancellationToken) =>
        await Objects.GetAsync(MarkKey, MostBytes, cancellationToken).ConfigureAwait(false) is { } mark
        && ObjectJson.Read(mark.Content, MarkKey, location, fields => fields.Number("encrypted") >= 1);

    /// <summary>From now on builds that begin in this store are sealed. There is no way back.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public async ValueTask EncryptAsync(DateTimeOffset at, CancellationToken cancellationToken) => await Objects.PutAsync(
        MarkKey,
        ObjectJson.Write(writer =>
        {
            writer.WriteNumber("encrypted", 1);
            writer.WriteTime("since", at);
        }),
        PutCondition.Absent,
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _objects.IsValueCreated ? Objects.DisposeAsync() : ValueTask.CompletedTask;

    internal static string KeyOf(KeyPlace place) => $"{Prefix}{place.Build}/{place.Name}{Extension}";

    private IObjectStore Objects => _objects.Value;

    // One that can't be read is to be destroyed too.
    private bool IsDestroyed(ReadOnlyMemory<byte> content, KeyPlace place)
    {
        try
        {
            return KeyRecord.Read(content, place, location) is DestroyedKey;
        }
        catch (StoreException e) when (e.Fault is StoreFault.Corrupt or StoreFault.Newer)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<KeyPlace> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var key in Objects.ListAsync(prefix, "", cancellationToken).ConfigureAwait(false))
        {
            if (TryRead(key, out var place))
                yield return place;
        }
    }

    private static bool TryRead(string key, out KeyPlace place)
    {
        place = default;
        if (!key.StartsWith(Prefix, StringComparison.Ordinal) || !key.EndsWith(Extension, StringComparison.Ordinal))
            return false;
        if (key[Prefix.Length..^Extension.Length].Split('/') is not [var build, var name] || !BuildId.TryParse(build, out var id))
            return false;
        place = new KeyPlace(id, name);
        return true;
    }
}

/// <summary>A record as it was read.</summary>
/// <param name="Record">The record.</param>
/// <param name="Tag">Which content it was.</param>
public sealed record ShelvedKey(KeyRecord Record, ObjectTag Tag);
