using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pawl.Alerts;

/// <summary>What a program gets: <c>docs/alerts.md</c> describes it.</summary>
internal static class WebhookBody
{
    public static byte[] Write(AlertMessage message, LinkTemplate link, DateTimeOffset now) => JsonText.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "pawl.alert");
        writer.WriteString("id", message.Id);
        writer.WriteString("sentAt", Builds.UtcTime.Format(now));
        writer.WriteString("text", AlertWording.Headline(message));
        if (message.More.Count > 0)
        {
            writer.WriteNumber("more", message.More.Count);
            writer.WriteString("moreSince", Builds.UtcTime.Format(message.More.Since));
        }

        writer.WriteStartArray("alerts");
        foreach (var alert in message.Alerts)
            OwedAlertJson.WriteAlert(writer, alert, link.For(alert));
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>The header <c>Pawl-Signature</c>: when, and the HMAC of that and the body. A receiver refuses what is old or doesn't fit.</summary>
    public static string Sign(string secret, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{time}."), .. body]);
        return $"t={time},v1={Convert.ToHexStringLower(hash)}";
    }
}
