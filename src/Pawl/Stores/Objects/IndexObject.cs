using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>Says where a build is. Creating it takes the build's id, whatever its provider.</summary>
/// <param name="Keys">The build's keys.</param>
/// <param name="Creation">Another one after the build was erased and begun anew.</param>
internal sealed record IndexObject(BuildKeys Keys, Guid Creation)
{
    public const int MostBytes = 4_096;

    public static ReadOnlyMemory<byte> Write(IndexObject index) => ObjectJson.Write(writer =>
    {
        writer.WriteString("buildId", index.Keys.Id.Value);
        writer.WriteString("provider", index.Keys.Provider.Value);
        writer.WriteString("creation", index.Creation);
    });

    /// <exception cref="StoreException">It is damaged.</exception>
    public static IndexObject Read(StoredObject stored, BuildId id, string location)
    {
        var key = BuildKeys.Index(id);
        var index = ObjectJson.Read(stored.Content, key, location, o => new IndexObject(new BuildKeys(o.Label("provider"), o.BuildId("buildId")), o.Id("creation")));
        return index.Keys.Id == id ? index : throw ObjectJson.Damaged(key, location);
    }
}
