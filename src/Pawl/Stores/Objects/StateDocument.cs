using System.Collections.Immutable;
using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary><c>state.json</c>: the guide's JSON, for people, <c>jq</c> and other programs. A projection: nothing is decided by it.</summary>
/// <param name="Version">The version that it shows.</param>
/// <param name="LastAppend">The first version of the last append that it shows: the key of that.</param>
/// <param name="Rows">The guide's history rows.</param>
internal sealed record StateDocument(BuildVersion Version, BuildVersion LastAppend, ImmutableList<HistoryRow> Rows)
{
    public static StateDocument Empty { get; } = new(BuildVersion.None, BuildVersion.None, []);

    /// <summary>Writes the document of a state. Of rows that have no room the oldest are left out, and counted.</summary>
    public ReadOnlyMemory<byte> Write(BuildState state, long mostBytes)
    {
        for (var omitted = 0; ; omitted += Math.Max((Rows.Count - omitted + 1) / 2, 1))
        {
            var content = Write(state, omitted);
            if (content.Length <= mostBytes || omitted >= Rows.Count)
                return content;
        }
    }

    /// <summary>Reads a document; null when it isn't one that can be gone on from.</summary>
    public static StateDocument? Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var fields = new JsonFields(document.RootElement);
            if (document.RootElement.TryGetProperty("stateHistoryOmitted", out _))
                return null;
            var rows = fields.Array("stateHistory", ReadRow);
            return new StateDocument(new BuildVersion(fields.Number("version")), new BuildVersion(fields.Number("lastAppend")), [.. rows]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private ReadOnlyMemory<byte> Write(BuildState state, int omitted) => ObjectJson.Write(writer =>
    {
        // What the first bytes alone must tell comes first, see StateHead.
        StateHead.Write(writer, state, LastAppend);
        writer.WritePropertyName("metadata");
        ValueJson.WriteTexts(writer, state.Metadata);
        writer.WriteString("resumeToken", state.ResumeToken);
        if (omitted > 0)
            writer.WriteNumber("stateHistoryOmitted", omitted);
        writer.WriteStartArray("stateHistory");
        foreach (var row in Rows.Skip(omitted))
            WriteRow(writer, row);
        writer.WriteEndArray();
    });

    private static void WriteRow(Utf8JsonWriter writer, HistoryRow row)
    {
        writer.WriteStartObject();
        writer.WriteNumber("state", row.State);
        writer.WriteTime("timestamp", row.Timestamp);
        writer.WriteString("status", row.Status);
        writer.WriteString("errorMessage", row.ErrorMessage);
        writer.WriteEndObject();
    }

    private static HistoryRow ReadRow(JsonElement element)
    {
        var row = new JsonFields(element);
        return new HistoryRow(row.Number("state"), row.Time("timestamp"), row.Text("status"), row.Text("errorMessage"));
    }
}
