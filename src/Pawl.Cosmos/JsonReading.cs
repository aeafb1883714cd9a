using System.Text.Json;

namespace Pawl.Cosmos;

/// <summary>Reads what the service answered.</summary>
internal static class JsonReading
{
    /// <summary>Reads an answer's body.</summary>
    /// <exception cref="Stores.StoreException">It isn't what Cosmos DB answers: something else is there.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read, CosmosFaults faults)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw faults.Unsuitable("what answers there isn't Cosmos DB for NoSQL; see to the endpoint, and to proxies on the way");
        }
    }
}
