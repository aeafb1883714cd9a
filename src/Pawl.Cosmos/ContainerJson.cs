using System.Text.Json;

namespace Pawl.Cosmos;

/// <summary>What matters of a container's definition.</summary>
/// <param name="PartitionKey">The path of its partition key; several with commas.</param>
/// <param name="Expires">True when items vanish after a time.</param>
internal sealed record ContainerJson(string PartitionKey, bool Expires)
{
    public const string PartitionPath = "/buildId";

    /// <summary>Reads a definition as the service gives it.</summary>
    public static ContainerJson Read(JsonElement root)
    {
        var paths = root.TryGetProperty("partitionKey", out var key) && key.TryGetProperty("paths", out var list)
            ? list.EnumerateArray().Select(path => path.GetString())
            : [];
        // -1 is: none expires unless it says so itself, and ours don't.
        return new ContainerJson(string.Join(',', paths), root.TryGetProperty("defaultTtl", out var seconds) && seconds.TryGetInt32(out var ttl) && ttl > 0);
    }
}
