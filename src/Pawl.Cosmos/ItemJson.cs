using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pawl.Cosmos;

/// <summary>Items as the service keeps them: the object's JSON is embedded, so that people can query it.</summary>
/// <remarks>The service reads and rewrites JSON: escapes and unusual numbers don't come back as they were. What this program writes does.
/// Anything else has its exact text beside it.</remarks>
internal static class ItemJson
{
    private const string Content = "content";
    private const string Exact = "exact";
    private const int MostDigits = 15;

    /// <summary>An item.</summary>
    /// <exception cref="JsonException">The content isn't JSON.</exception>
    public static ReadOnlyMemory<byte> Write(ItemAddress address, string key, ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(content);
        var item = new ArrayBufferWriter<byte>(content.Length + 256);
        using var writer = new Utf8JsonWriter(item);
        writer.WriteStartObject();
        writer.WriteString("id", address.Id);
        writer.WriteString("buildId", address.Partition);
        writer.WriteString("key", key);
        writer.WritePropertyName(Content);
        writer.WriteRawValue(content.Span, skipInputValidation: true);
        if (!Rewritten(document.RootElement).Span.SequenceEqual(content.Span) || !HasPlainNumbers(content.Span))
            writer.WriteString(Exact, content.Span);
        writer.WriteEndObject();
        writer.Flush();
        return item.WrittenMemory;
    }

    /// <summary>The object in an item; null when it isn't one of ours.</summary>
    public static ReadOnlyMemory<byte>? Read(ReadOnlyMemory<byte> item)
    {
        try
        {
            using var document = JsonDocument.Parse(item);
            if (document.RootElement.TryGetProperty(Exact, out var exact))
                return Encoding.UTF8.GetBytes(exact.GetString() ?? "");
            return document.RootElement.TryGetProperty(Content, out var content) ? Rewritten(content) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The keys in a page of a query; what isn't one of ours has none.</summary>
    public static IReadOnlyList<string> ReadKeys(JsonElement page) =>
        [.. page.GetProperty("Documents").EnumerateArray().Where(key => key.ValueKind == JsonValueKind.String).Select(key => key.GetString()!)];

    private static ReadOnlyMemory<byte> Rewritten(JsonElement content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            content.WriteTo(writer);
        return buffer.WrittenMemory;
    }

    // The service keeps numbers as doubles and writes them its own way; of whole numbers of up to 15 digits there is only one way.
    private static bool HasPlainNumbers(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && (reader.ValueSpan.Length > MostDigits || reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9')))
                return false;
        }

        return true;
    }
}
