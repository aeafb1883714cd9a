using Pawl.Cosmos;
using Pawl.Stores.Objects;

namespace Pawl.Fuzz.Targets;

/// <summary>What a Cosmos account answers.</summary>
internal static class CosmosTargets
{
    private static readonly string[] ItemWords = ["\"content\":", "\"exact\":", "\"key\":"];

    /// <summary>An item, and the object in it.</summary>
    public static Target Item { get; } = new("cosmos-item", [.. JsonTargets.Words, .. ItemWords], input =>
    {
        if (ItemJson.Read(input) is { } content)
            _ = StateHead.Read(content.Span);
    });
}
