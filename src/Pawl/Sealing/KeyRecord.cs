using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Sealing;

/// <summary>A build's key as it is kept, or what is left of it. To destroy it is to destroy the build's values in every copy.</summary>
public abstract record KeyRecord
{
    private protected KeyRecord(KeyPlace place) => Place = place;

    /// <summary>Which key.</summary>
    public KeyPlace Place { get; init; }

    /// <summary>The last event whose erasures it has forgotten: see <see cref="BuildState.ErasedUpTo"/>.</summary>
    public abstract BuildVersion ErasedUpTo { get; }

    /// <summary>The tree; of a key that was destroyed, one that knows no leaf.</summary>
    /// <exception cref="StoreException">The key that wrapped it wasn't given or can't be used, or the record was changed.</exception>
    public abstract ValueTask<KeyTree> OpenAsync(KeyRing ring, CancellationToken cancellationToken);

    /// <summary>The record as an object.</summary>
    public abstract ReadOnlyMemory<byte> Write();

    /// <summary>Reads an object.</summary>
    /// <exception cref="StoreException">It is no record, of another build, or a newer Pawl's.</exception>
    public static KeyRecord Read(ReadOnlyMemory<byte> content, KeyPlace place, string location)
    {
        var key = KeyShelf.KeyOf(place);
        return ObjectJson.Read(content, key, location, fields =>
        {
            KeyRecord record = fields.Number("scheme") switch
            {
                WrappedKey.Scheme => WrappedKey.Read(fields),
                DestroyedKey.Scheme => DestroyedKey.Read(fields),
                _ => throw new StoreException(StoreFault.Newer, $"{key} in {location} was written by a newer Pawl; use that one"),
            };
            return record.Place == place ? record : throw ObjectJson.Damaged(key, location);
        });
    }

    private protected static KeyPlace ReadPlace(JsonFields fields) => new(fields.BuildId("buildId"), fields.Text("key"));
}

/// <summary>What is left of a key that was destroyed: so that no copy brings it back, and everybody who looks for it is told.</summary>
public sealed record DestroyedKey : KeyRecord
{
    /// <summary>Says that a key was destroyed.</summary>
    public DestroyedKey(KeyPlace place, Erasure erasure)
        : base(place) => Erasure = erasure;

    /// <summary>When, why and by whom.</summary>
    public Erasure Erasure { get; }

    /// <summary>What tells it from a key.</summary>
    internal const int Scheme = 2;

    /// <inheritdoc/>
    public override BuildVersion ErasedUpTo { get; } = new(long.MaxValue);

    /// <inheritdoc/>
    public override ValueTask<KeyTree> OpenAsync(KeyRing ring, CancellationToken cancellationToken) => ValueTask.FromResult(KeyTree.Empty);

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Write() => ObjectJson.Write(writer =>
    {
        writer.WriteNumber("scheme", Scheme);
        writer.WriteString("buildId", Place.Build.Value);
        writer.WriteString("key", Place.Name);
        writer.WriteErasure("destroyed", Erasure);
    });

    internal static DestroyedKey Read(JsonFields fields) => new(ReadPlace(fields), fields.Object("destroyed", ValueJson.ReadErasure));
}
