using System.Text.Json;

namespace Pawl.Alerts;

/// <summary>A message as Slack's blocks (https://docs.slack.dev/reference/block-kit), within their bounds.</summary>
internal static class SlackBody
{
    private const int MostHeader = 150;
    private const int MostSection = 3_000;
    private const int MostFallback = 3_000;

    public static byte[] Write(AlertMessage message, LinkTemplate link) => JsonText.ToBytes(writer =>
    {
        var headline = AlertWording.Headline(message);
        writer.WriteStartObject();
        writer.WriteString("text", Cut(Escape(headline), MostFallback));
        writer.WriteStartArray("blocks");
        WriteText(writer, "header", "plain_text", Cut(headline, MostHeader));
        if (message.Alerts is [var only])
            WriteAlert(writer, only, link.For(only));
        else
            WriteText(writer, "section", "mrkdwn", Cut(string.Join('\n', AlertWording.Lines(message).Select(line => $"• {Escape(line)}")), MostSection));
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteAlert(Utf8JsonWriter writer, Alert alert, string link)
    {
        var facts = string.Join('\n', AlertWording.Facts(alert).Select(fact => $"*{fact.Name}:* {Escape(fact.Value)}"));
        WriteText(writer, "section", "mrkdwn", Cut(facts, MostSection));
        if (alert.Error.Length > 0)
            WriteText(writer, "section", "mrkdwn", $"```{Cut(Escape(alert.Error.Replace("```", "'''", StringComparison.Ordinal)), MostSection - 6)}```");
        if (link.Length == 0)
            return;
        writer.WriteStartObject();
        writer.WriteString("type", "actions");
        writer.WriteStartArray("elements");
        writer.WriteStartObject();
        writer.WriteString("type", "button");
        WriteTextObject(writer, "plain_text", "Look at the build");
        writer.WriteString("url", link);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string block, string type, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", block);
        WriteTextObject(writer, type, text);
        writer.WriteEndObject();
    }

    private static void WriteTextObject(Utf8JsonWriter writer, string type, string text)
    {
        writer.WriteStartObject("text");
        writer.WriteString("type", type);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    // Slack reads <...> as links and mentions: a build's error must not be able to call everybody.
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;
        var end = char.IsHighSurrogate(text[most - 4]) ? most - 4 : most - 3;
        return $"{text.AsSpan(0, end)}...";
    }
}
