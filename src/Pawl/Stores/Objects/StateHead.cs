using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores.Objects;

/// <summary>The beginning of <c>state.json</c>: what lists show, and where the history goes on. Its length doesn't grow with the history.</summary>
/// <param name="Version">The version that the document shows.</param>
/// <param name="LastAppend">The key of the last append that it shows.</param>
/// <param name="Summary">The build's line in a list.</param>
internal sealed record StateHead(BuildVersion Version, BuildVersion LastAppend, BuildSummary Summary)
{
    /// <summary>How many bytes of the document hold it, whatever else is in it.</summary>
    public const int MostBytes = 8_192;

    // Enough for a line on a screen, and not for more than the head has room for.
    private const int MostError = 500;
    private const string End = "lastAppend";

    public static void Write(Utf8JsonWriter writer, BuildState state, BuildVersion lastAppend)
    {
        var summary = BuildSummary.Of(state);
        writer.WriteString("buildId", state.Id.Value);
        writer.WriteNumber("currentState", state.Current.Value);
        writer.WriteString("cloudProvider", state.Provider.Value);
        writer.WriteString("imageType", state.ImageType.Value);
        writer.WriteTime("startTime", state.StartTime);
        writer.WriteTime("lastUpdate", state.LastUpdate);
        writer.WriteString("status", state.Status.ToText());
        writer.WriteString("pipelineName", state.Pipeline.Name);
        writer.WriteString("error", summary.Error.Length > MostError ? summary.Error[..MostError] : summary.Error);
        writer.WriteNumber("version", state.Version.Value);
        writer.WriteNumber(End, lastAppend.Value);
    }

    /// <summary>Reads it from the first bytes of a document; null when they aren't a document's.</summary>
    public static StateHead? Read(ReadOnlySpan<byte> content)
    {
        try
        {
            var fields = ReadFields(content);
            return new StateHead(new BuildVersion(Number("version")), new BuildVersion(Number(End)), new BuildSummary(
                BuildId.Parse(fields["buildId"]), Label.Parse(fields["cloudProvider"]), Label.Parse(fields["imageType"]), fields["pipelineName"],
                StateCode.From((int)Number("currentState")), Status(fields["status"]), Time("startTime"), Time("lastUpdate"), fields["error"]));

            long Number(string name) => long.Parse(fields[name], System.Globalization.CultureInfo.InvariantCulture);
            DateTimeOffset Time(string name) => UtcTime.TryParse(fields[name], out var time) ? time : throw JsonFields.Wrong(name);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static BuildStatus Status(string text) => BuildStatusText.TryParse(text, out var status) ? status : throw JsonFields.Wrong("status");

    private static Dictionary<string, string> ReadFields(ReadOnlySpan<byte> content)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(content, isFinalBlock: false, state: default);
        while (!fields.ContainsKey(End) && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var name = reader.GetString()!;
            if (!reader.Read())
                break;
            fields[name] = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
                _ => throw JsonFields.Wrong(name),
            };
        }

        return fields;
    }
}
