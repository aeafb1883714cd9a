using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Auditing;

/// <summary>When each build of a store had changed last as its anchor was looked at, so that the next pass looks at those alone that changed since.
/// Signed like an anchor: whoever could forge it could keep a build from being anchored.</summary>
/// <param name="Seen">The builds, and their last update.</param>
/// <param name="From">Which content it was read from; null when there was none.</param>
public sealed record AnchorMark(ImmutableSortedDictionary<string, DateTimeOffset> Seen, ObjectTag? From)
{
    internal const int MostBytes = 1 << 28;
    private const int NameLength = 16;

    /// <summary>No pass was made yet.</summary>
    public static AnchorMark Nothing { get; } = new(ImmutableSortedDictionary<string, DateTimeOffset>.Empty.WithComparers(StringComparer.Ordinal), null);

    /// <summary>True when a build hasn't changed since.</summary>
    public bool Has(BuildSummary build)
    {
        ArgumentNullException.ThrowIfNull(build);
        return Seen.TryGetValue(build.Id.Value, out var seen) && seen == build.LastUpdate;
    }

    // A place may keep the anchors of a store and of its copies; each has a mark of its own.
    internal static string KeyOf(string store) =>
        $".pawl/anchored/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(store)))[..NameLength]}.json";

    internal ReadOnlyMemory<byte> Write(string store, OperatorKey key) => ObjectJson.Write(writer =>
    {
        writer.WriteString("signature", key.Sign(Text(store)));
        writer.WriteStartObject("builds");
        foreach (var (build, at) in Seen)
            writer.WriteTime(build, at);
        writer.WriteEndObject();
    });

    // One that was damaged, or signed by a key that was replaced, is as good as none: what it says is only seen again.
    internal static AnchorMark Read(StoredObject stored, string store, OperatorKey key)
    {
        try
        {
            using var json = JsonDocument.Parse(stored.Content);
            var seen = Nothing.Seen.AddRange(json.RootElement.GetProperty("builds").EnumerateObject().Select(build => KeyValuePair.Create(
                build.Name, UtcTime.TryParse(build.Value.GetString() ?? "", out var at) ? at : throw new FormatException(build.Name))));
            var mark = new AnchorMark(seen, stored.Tag);
            return key.HasSigned(mark.Text(store), json.RootElement.GetProperty("signature").GetString() ?? "") ? mark : Nothing with { From = stored.Tag };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return Nothing with { From = stored.Tag };
        }
    }

    // A line a value: no id has a line end in it.
    private string Text(string store) =>
        string.Join('\n', ["pawl anchored 1", store.ReplaceLineEndings(" "), .. Seen.Select(build => $"{build.Key} {UtcTime.Format(build.Value)}")]);
}
