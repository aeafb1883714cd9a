using System.Text.Json;

namespace Pawl.Alerts;

/// <summary>A message as an Adaptive Card for a Teams workflow (https://adaptivecards.io), within the 28 KB that Teams takes.</summary>
internal static class TeamsBody
{
    private const int MostText = 8_000;

    public static byte[] Write(AlertMessage message, LinkTemplate link) => JsonText.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "message");
        writer.WriteStartArray("attachments");
        writer.WriteStartObject();
        writer.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        writer.WriteNull("contentUrl");
        writer.WriteStartObject("content");
        WriteCard(writer, message, link);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteCard(Utf8JsonWriter writer, AlertMessage message, LinkTemplate link)
    {
        writer.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        writer.WriteString("type", "AdaptiveCard");
        writer.WriteString("version", "1.4");
        writer.WriteStartArray("body");
        WriteBlock(writer, Plain(AlertWording.Headline(message)), "bolder", "default");
        if (message.Alerts is [var only])
            WriteAlert(writer, only);
        else
            WriteBlock(writer, Cut(string.Join("\n\n", AlertWording.Lines(message).Select(Plain))), "default", "default");
        writer.WriteEndArray();
        if (message.Alerts is [var one] && link.For(one) is { Length: > 0 } url)
        {
            writer.WriteStartArray("actions");
            writer.WriteStartObject();
            writer.WriteString("type", "Action.OpenUrl");
            writer.WriteString("title", "Look at the build");
            writer.WriteString("url", url);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
    }

    private static void WriteAlert(Utf8JsonWriter writer, Alert alert)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "FactSet");
        writer.WriteStartArray("facts");
        foreach (var (name, value) in AlertWording.Facts(alert))
        {
            writer.WriteStartObject();
            writer.WriteString("title", name);
            writer.WriteString("value", Plain(value));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        if (alert.Error.Length > 0)
            WriteBlock(writer, Cut(Plain(alert.Error)), "default", "monospace");
    }

    private static void WriteBlock(Utf8JsonWriter writer, string text, string weight, string font)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "TextBlock");
        writer.WriteString("text", text);
        writer.WriteBoolean("wrap", true);
        writer.WriteString("weight", weight);
        writer.WriteString("fontType", font);
        writer.WriteEndObject();
    }

    // Cards read a little Markdown: an error must not become a link.
    private static string Plain(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);

    private static string Cut(string text) => text.Length <= MostText ? text : $"{text.AsSpan(0, MostText)}...";
}
