using System.Buffers;
using System.Text.Json;

namespace Pawl.Stores.Objects;

/// <summary>Objects as JSON.</summary>
internal static class ObjectJson
{
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <exception cref="StoreException">The object isn't what it must be.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> content, string key, string location, Func<JsonFields, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return read(new JsonFields(document.RootElement));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw Damaged(key, location, e);
        }
    }

    public static StoreException Damaged(string key, string location, Exception? cause = null) => new(
        StoreFault.Corrupt,
        $"{key} in {location} is not as Pawl wrote it: cut off, or somebody else's; put back what was there from a backup (`pawl restore`), or move the build's objects away",
        cause);
}
