using System.Text.Json;
using Pawl.Stores;

namespace Pawl.Alerts;

/// <summary>After a message was sent, more of the same wait before a closed gate until its time is over.</summary>
/// <param name="Holder">The message that closed it.</param>
/// <param name="Until">When it opens.</param>
/// <param name="Since">When it was closed.</param>
/// <param name="Kind">Whether the message was sent.</param>
/// <param name="Counted">How many came since and were not sent.</param>
/// <param name="Channel">The channel that it stands before.</param>
/// <param name="Last">The last of those that came since; null when none did.</param>
internal sealed record AlertGate(string Holder, DateTimeOffset Until, DateTimeOffset Since, GateKind Kind, int Counted, string Channel, Alert? Last)
{
    public byte[] ToBytes() => JsonText.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("holder", Holder);
        writer.WriteTime("until", Until);
        writer.WriteTime("since", Since);
        writer.WriteBoolean("sent", Kind == GateKind.Sent);
        writer.WriteNumber("counted", Counted);
        writer.WriteString("channel", Channel);
        if (Last is { } last)
        {
            writer.WritePropertyName("last");
            OwedAlertJson.WriteAlert(writer, last, link: "");
        }

        writer.WriteEndObject();
    });

    /// <summary>Reads one; null for what can't be read, which holds nobody up.</summary>
    public static AlertGate? Of(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var o = new JsonFields(document.RootElement);
            return new AlertGate(
                o.Text("holder"), o.Time("until"), o.Time("since"), o.Truth("sent") ? GateKind.Sent : GateKind.Sending, o.Count("counted"), o.Text("channel"),
                o.OptionalObject<Alert>("last", OwedAlertJson.ReadAlert));
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>How far the message is that closed a gate.</summary>
internal enum GateKind
{
    /// <summary>It is being sent: nobody knows yet whether it arrives.</summary>
    Sending,

    /// <summary>It was sent.</summary>
    Sent,
}
