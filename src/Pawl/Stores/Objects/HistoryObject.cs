using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>One append: its events, and the state after them, so that nobody has to fold what came before. Creating it is the commit.</summary>
/// <param name="Events">The events; empty in the fence that an erased build leaves behind.</param>
/// <param name="After">The state after them.</param>
/// <param name="Erased">The creation of the build that was erased here; empty in an append.</param>
internal sealed record HistoryObject(ImmutableArray<BuildEvent> Events, BuildState After, Guid Erased = default)
{
    /// <summary>True when a build was erased here: nothing may be appended to what somebody may still remember of it. To a later build of the same
    /// id it is as good as nothing.</summary>
    public bool IsFence => Events.IsEmpty;

    /// <summary>True when the build of this index was erased here.</summary>
    public bool Fences(IndexObject index) => IsFence && Erased == index.Creation;

    /// <summary>The version that its first event makes: its key.</summary>
    public BuildVersion First => new(After.Version.Value - Events.Length + 1);

    public static ReadOnlyMemory<byte> Write(Change change) => ObjectJson.Write(writer =>
    {
        writer.WriteString("buildId", change.After.Id.Value);
        writer.WriteNumber("version", change.After.Version.Value);
        writer.WriteStartArray("events");
        foreach (var happened in change.Events)
            EventJson.Write(writer, happened);
        writer.WriteEndArray();
        writer.WritePropertyName("state");
        StateJson.Write(writer, change.After);
        writer.WritePropertyName("metadata");
        ValueJson.WriteTexts(writer, change.After.Metadata);
    });

    public static ReadOnlyMemory<byte> WriteFence(IndexObject index, DateTimeOffset at) => ObjectJson.Write(writer =>
    {
        writer.WriteString("buildId", index.Keys.Id.Value);
        writer.WriteTime("erasedAt", at);
        writer.WriteString("erased", index.Creation);
    });

    /// <exception cref="StoreException">It is damaged.</exception>
    public static HistoryObject Read(ReadOnlyMemory<byte> content, BuildId id, string key, string location)
    {
        var read = ObjectJson.Read(content, key, location, o => o.OptionalTime("erasedAt") is not null
            ? new HistoryObject([], BuildState.None(o.BuildId("buildId")), o.Id("erased"))
            : ReadAppend(o));
        return read.After.Id == id && read.Events.Length <= read.After.Version.Value ? read : throw ObjectJson.Damaged(key, location);
    }

    private static HistoryObject ReadAppend(JsonFields o)
    {
        var after = o.Object("state", StateJson.Read) with { Metadata = o.Object("metadata", m => m.Texts()) };
        return o.BuildId("buildId") == after.Id && o.Number("version") == after.Version.Value
            ? new HistoryObject(o.Array("events", e => EventJson.Read(new JsonFields(e))), after)
            : throw JsonFields.Wrong("version");
    }
}
