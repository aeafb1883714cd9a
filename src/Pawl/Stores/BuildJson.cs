using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Events and snapshots as JSON text: what every store keeps.</summary>
public static class BuildJson
{
    /// <summary>One event as one line of JSON.</summary>
    public static string Write(BuildEvent happened) => JsonSerializer.Serialize(happened, BuildJsonContext.Default.BuildEvent);

    /// <summary>Reads an event.</summary>
    /// <exception cref="JsonException">The text is no event that this version knows.</exception>
    public static BuildEvent ReadEvent(string json) =>
        JsonSerializer.Deserialize(json, BuildJsonContext.Default.BuildEvent) ?? throw new JsonException("an event is missing");

    /// <summary>A state without its metadata, which stores keep apart.</summary>
    public static string WriteSnapshot(BuildState state) => JsonSerializer.Serialize(state, BuildJsonContext.Default.BuildState);

    /// <summary>Reads a snapshot and puts the metadata back.</summary>
    /// <exception cref="JsonException">The text is no snapshot.</exception>
    public static BuildState ReadSnapshot(string json, ImmutableSortedDictionary<string, string> metadata)
    {
        var state = JsonSerializer.Deserialize(json, BuildJsonContext.Default.BuildState) ?? throw new JsonException("a snapshot is missing");
        // The serializer makes dictionaries with the default comparer; the state's are ordinal.
        var artifacts = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, state.Artifacts);
        return state with { Metadata = metadata, Artifacts = artifacts };
    }

    /// <summary>Metadata as one JSON object.</summary>
    public static string WriteMetadata(ImmutableSortedDictionary<string, string> metadata) =>
        JsonSerializer.Serialize(metadata, BuildJsonContext.Default.ImmutableSortedDictionaryStringString);

    /// <summary>Reads metadata.</summary>
    /// <exception cref="JsonException">The text is no object of strings.</exception>
    public static ImmutableSortedDictionary<string, string> ReadMetadata(string json) => ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        JsonSerializer.Deserialize(json, BuildJsonContext.Default.ImmutableSortedDictionaryStringString) ?? BuildState.EmptyMetadata);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(BuildIdConverter), typeof(LabelConverter), typeof(StateCodeConverter), typeof(BuildVersionConverter), typeof(PlanConverter),
        typeof(UtcTimeConverter),
    ])]
[JsonSerializable(typeof(BuildEvent))]
[JsonSerializable(typeof(BuildState))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string>))]
internal sealed partial class BuildJsonContext : JsonSerializerContext;
