using System.Text.Json;
using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>A list's lines as JSON.</summary>
internal static class SummaryListJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<BuildSummary> builds)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("builds");
        foreach (var build in builds)
            Write(writer, build);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static IReadOnlyList<BuildSummary> Read(JsonFields list) => list.Array("builds", element => Read(element));

    private static void Write(Utf8JsonWriter writer, BuildSummary build)
    {
        writer.WriteStartObject();
        writer.WriteString("id", build.Id.Value);
        writer.WriteString("provider", build.Provider.Value);
        writer.WriteString("imageType", build.ImageType.Value);
        writer.WriteString("pipeline", build.Pipeline);
        writer.WriteNumber("current", build.Current.Value);
        writer.WriteString("status", build.Status.ToText());
        writer.WriteTime("startTime", build.StartTime);
        writer.WriteTime("lastUpdate", build.LastUpdate);
        writer.WriteString("error", build.Error);
        writer.WriteEndObject();
    }

    private static BuildSummary Read(JsonElement element)
    {
        var b = new JsonFields(element);
        return new BuildSummary(
            b.BuildId("id"), b.Label("provider"), b.Label("imageType"), b.Text("pipeline"), b.State("current"), b.Status("status"),
            b.Time("startTime"), b.Time("lastUpdate"), b.Text("error"));
    }
}
