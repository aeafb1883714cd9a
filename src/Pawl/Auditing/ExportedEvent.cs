using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Auditing;

/// <summary>An event as an archive keeps it: with its place in the history and its hash, so that the archive can be checked by itself.</summary>
/// <param name="Build">The build.</param>
/// <param name="Version">The version that it made.</param>
/// <param name="Event">The event.</param>
public sealed record ExportedEvent(BuildId Build, BuildVersion Version, BuildEvent Event)
{
    /// <summary>The names of the columns of <see cref="ToCsv"/>.</summary>
    public const string CsvHead = "build_id,version,at,by,user,host,job,why,kind,hash,previous,event";

    /// <summary>One line of JSON: the build, the version, the hash, and the event as stores keep it.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("buildId", Build.Value);
            writer.WriteNumber("version", Version.Value);
            writer.WriteString("hash", Hash);
            writer.WritePropertyName("event");
            writer.WriteRawValue(BuildJson.Write(Event));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>One record of CSV as RFC 4180 has it; every field is quoted.</summary>
    public string ToCsv()
    {
        var (origin, previous) = (Event.Origin, Event.Previous.ToString());
        string[] fields =
        [
            Build.Value, Version.Value.ToString(CultureInfo.InvariantCulture), UtcTime.Format(Event.At), Event.By, origin.User, origin.Host, origin.Job,
            origin.Why, BuildJson.KindOf(Event), Hash, previous, BuildJson.Write(Event),
        ];
        return string.Join(',', fields.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }

    private string Hash => Event.Previous.IsNone ? "" : ChainHash.Of(Event).ToString();
}
