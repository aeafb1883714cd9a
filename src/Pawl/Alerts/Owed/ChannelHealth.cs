using System.Text.Json;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Alerts;

/// <summary>How a channel stands: one that doesn't answer is left alone for a while, by all senders, each time longer.</summary>
/// <param name="Tries">How often sending failed since it last went well.</param>
/// <param name="Due">When it may be tried again.</param>
/// <param name="Error">Why it failed last; empty when it didn't.</param>
public sealed record ChannelHealth(int Tries, DateTimeOffset Due, string Error)
{
    /// <summary>Nothing is wrong with it, as far as is known.</summary>
    public static ChannelHealth Good { get; } = new(0, DateTimeOffset.UnixEpoch, "");
}

/// <summary>The channels' health, where all senders see it.</summary>
internal sealed class ChannelHealths(IObjectStore notes)
{
    private const int MostBytes = 16 * 1024;

    public async ValueTask<ChannelHealth> ReadAsync(string channel, CancellationToken cancellationToken) =>
        await notes.GetAsync(KeyOf(channel), MostBytes, cancellationToken).ConfigureAwait(false) is { } stored ? Read(stored.Content) : ChannelHealth.Good;

    // The last word counts; of two that speak at once either will do.
    public async ValueTask WriteAsync(string channel, ChannelHealth health, CancellationToken cancellationToken)
    {
        var key = KeyOf(channel);
        var seen = await notes.GetAsync(key, MostBytes, cancellationToken).ConfigureAwait(false);
        if (health == ChannelHealth.Good)
        {
            if (seen is not null)
                await notes.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
            return;
        }

        var condition = seen is { } stored ? PutCondition.Over(stored.Tag) : PutCondition.Absent;
        await notes.PutAsync(key, Write(health), condition, cancellationToken).ConfigureAwait(false);
    }

    private static string KeyOf(string channel) => $".pawl/alerts/channels/{channel}.json";

    private static byte[] Write(ChannelHealth health) => JsonText.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("tries", health.Tries);
        writer.WriteTime("due", health.Due);
        writer.WriteString("error", health.Error);
        writer.WriteEndObject();
    });

    private static ChannelHealth Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var o = new JsonFields(document.RootElement);
            return new ChannelHealth(o.Count("tries"), o.Time("due"), o.Text("error"));
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return ChannelHealth.Good;
        }
    }
}
