using System.Text.Json;

namespace Pawl.Cosmos;

/// <summary>What matters of an account.</summary>
/// <param name="WriteRegions">In how many regions it is written.</param>
/// <param name="Consistency">What reads see of writes, when they don't ask for less.</param>
internal sealed record AccountJson(int WriteRegions, string Consistency)
{
    /// <summary>Reads an account as the service describes it.</summary>
    public static AccountJson Read(JsonElement root) => new(
        root.GetProperty("writableLocations").GetArrayLength(),
        root.GetProperty("userConsistencyPolicy").GetProperty("defaultConsistencyLevel").GetString() ?? "no");
}
