using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Alerts;

/// <summary>Alerts as stores keep them and as programs get them.</summary>
internal static class OwedAlertJson
{
    private const int Format = 1;

    public static string Write(OwedAlert owed) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("channel", owed.Channel);
        writer.WriteTime("due", owed.Due);
        writer.WriteBoolean("claimed", owed.Turn == AlertTurn.Claimed);
        writer.WriteBoolean("held", owed.Wait == AlertWait.QuietHours);
        writer.WriteNumber("tries", owed.Tries);
        writer.WriteString("error", owed.Error);
        writer.WritePropertyName("alert");
        WriteAlert(writer, owed.Alert, link: "");
        writer.WriteEndObject();
    });

    public static OwedAlert? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var o = new JsonFields(document.RootElement);
            return o.Number("format") != Format ? null : new OwedAlert(
                o.Object("alert", ReadAlert), o.Text("channel"), o.Time("due"),
                o.Truth("claimed") ? AlertTurn.Claimed : AlertTurn.Anybodys, o.Truth("held") ? AlertWait.QuietHours : AlertWait.None, o.Count("tries"), o.Text("error"));
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The alert alone. Programs get the names of the guide's JSON.</summary>
    public static void WriteAlert(Utf8JsonWriter writer, Alert alert, string link)
    {
        writer.WriteStartObject();
        writer.WriteString("id", alert.Id);
        writer.WriteString("rule", alert.Rule);
        writer.WriteString("on", alert.Trigger.ToText());
        writer.WriteBoolean("urgent", alert.Urgency == Urgency.Urgent);
        writer.WriteString("buildId", alert.Build.Value);
        writer.WriteString("cloudProvider", alert.Provider.Value);
        writer.WriteString("imageType", alert.ImageType.Value);
        writer.WriteString("pipeline", alert.Pipeline);
        writer.WriteNumber("state", alert.State.Value);
        writer.WriteString("stateName", alert.StateName);
        writer.WriteString("status", alert.Status.ToText());
        if (alert.Category is { } category)
            writer.WriteString("category", category.ToText());
        writer.WriteString("text", alert.Text);
        writer.WriteString("errorMessage", alert.Error);
        writer.WriteTime("timestamp", alert.At);
        if (alert.Event is { } happened)
        {
            writer.WriteString("eventId", happened.Id);
            writer.WriteNumber("version", happened.Version.Value);
        }

        if (link.Length > 0)
            writer.WriteString("link", link);
        writer.WriteEndObject();
    }

    public static Alert ReadAlert(JsonFields a) => new()
    {
        Id = a.Text("id"),
        Rule = a.Text("rule"),
        Trigger = AlertTriggerText.TryParse(a.Text("on"), out var trigger) ? trigger : throw JsonFields.Wrong("on"),
        Urgency = a.Truth("urgent") ? Urgency.Urgent : Urgency.Normal,
        Build = a.BuildId("buildId"),
        Provider = a.Label("cloudProvider"),
        ImageType = a.Label("imageType"),
        Pipeline = a.Text("pipeline"),
        State = a.State("state"),
        StateName = a.Text("stateName"),
        Status = a.Status("status"),
        Category = a.Has("category") ? a.Category("category") : null,
        Text = a.Text("text"),
        Error = a.Text("errorMessage"),
        At = a.Time("timestamp"),
        Event = a.Has("eventId") ? new EventReference(a.Id("eventId"), new BuildVersion(a.Number("version"))) : null,
    };
}

/// <summary>JSON written by hand, as text.</summary>
internal static class JsonText
{
    // Only what JSON itself needs escaped is: people read it, too.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToBytes(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        return buffer.ToArray();
    }

    public static string Write(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(ToBytes(write));
}
