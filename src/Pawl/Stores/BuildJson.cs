using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>Events and snapshots as JSON text: what every store keeps.</summary>
/// <remarks>Written out by hand: a program that makes one change would spend more time on building a serializer than on anything else.</remarks>
public static class BuildJson
{
    /// <summary>One event as one line of JSON.</summary>
    public static string Write(BuildEvent happened) => Write(happened, EventJson.Write);

    /// <summary>The same as UTF-8, for as long as it is used.</summary>
    public static T UseUtf8<T>(BuildEvent happened, Func<ReadOnlySpan<byte>, T> use) => JsonScratch.Write(happened, EventJson.Write, use);

    /// <summary>The words for the kinds of events.</summary>
    public static IReadOnlyList<string> Kinds => EventJson.Kinds;

    /// <summary>The word for an event's kind.</summary>
    public static string KindOf(BuildEvent happened) => EventJson.KindOf(happened);

    /// <summary>Reads an event.</summary>
    /// <exception cref="JsonException">The text is no event that this version knows.</exception>
    public static BuildEvent ReadEvent(string json) => Read(json, EventJson.Read);

    /// <summary>A state without its metadata, which stores keep apart.</summary>
    public static string WriteSnapshot(BuildState state) => Write(state, StateJson.Write);

    /// <summary>Reads a snapshot and puts the metadata back.</summary>
    /// <exception cref="JsonException">The text is no snapshot.</exception>
    public static BuildState ReadSnapshot(string json, ImmutableSortedDictionary<string, string> metadata) =>
        Read(json, StateJson.Read) with { Metadata = metadata };

    /// <summary>Metadata as one JSON object.</summary>
    public static string WriteMetadata(ImmutableSortedDictionary<string, string> metadata) =>
        metadata.IsEmpty ? "{}" : Write(metadata, ValueJson.WriteTexts);

    /// <summary>Reads metadata.</summary>
    /// <exception cref="JsonException">The text is no object of strings.</exception>
    public static ImmutableSortedDictionary<string, string> ReadMetadata(string json) =>
        json == "{}" ? BuildState.EmptyMetadata : Read(json, fields => fields.Texts());

    /// <summary>Lines of a list as one JSON object.</summary>
    public static string WriteSummaries(IReadOnlyList<BuildSummary> builds) => Write(builds, SummaryListJson.Write);

    /// <summary>Reads lines of a list.</summary>
    /// <exception cref="JsonException">The text is no such list.</exception>
    public static IReadOnlyList<BuildSummary> ReadSummaries(string json) => Read(json, SummaryListJson.Read);

    private static string Write<T>(T value, Action<Utf8JsonWriter, T> write) => JsonScratch.Write(value, write, Encoding.UTF8.GetString);

    private static T Read<T>(string json, Func<JsonFields, T> read)
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            return read(new JsonFields(document.RootElement));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException("a value is missing or of another kind", e);
        }
    }
}
