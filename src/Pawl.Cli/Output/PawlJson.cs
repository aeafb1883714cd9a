using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Output;

/// <summary>Every shape of JSON that the program prints.</summary>
[JsonSerializable(typeof(BuildDocument))]
[JsonSerializable(typeof(IAsyncEnumerable<HistoryRow>))]
[JsonSerializable(typeof(IAsyncEnumerable<SummaryJson>))]
[JsonSerializable(typeof(IReadOnlyList<ArtifactJson>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<VerifiedJson>))]
[JsonSerializable(typeof(ValidationJson))]
[JsonSerializable(typeof(ErrorJson))]
[JsonSerializable(typeof(ValidationJson))]
[JsonSerializable(typeof(CheckJson))]
[JsonSerializable(typeof(RetriesJson))]
[JsonSerializable(typeof(MetadataJson))]
[JsonSerializable(typeof(TokenJson))]
[JsonSerializable(typeof(IAsyncEnumerable<AuditFaultJson>))]
[JsonSerializable(typeof(CopyJson))]
[JsonSerializable(typeof(StoreRetentionJson))]
[JsonSerializable(typeof(PruneReportJson))]
[JsonSerializable(typeof(IAsyncEnumerable<TombstoneJson>))]
[JsonSerializable(typeof(BackupRunJson))]
[JsonSerializable(typeof(RetentionJson))]
[JsonSerializable(typeof(IReadOnlyList<RestoredJson>))]
[JsonSerializable(typeof(IReadOnlyList<PrunedJson>))]
[JsonSerializable(typeof(IReadOnlyList<BackupFaultJson>))]
[JsonSerializable(typeof(SyncJson))]
[JsonSerializable(typeof(IReadOnlyList<AlertJson>))]
[JsonSerializable(typeof(IReadOnlyList<AlertTestJson>))]
[JsonSerializable(typeof(AlertSendJson))]
[JsonSerializable(typeof(IReadOnlyList<WaitedJson>))]
[JsonSerializable(typeof(ErasedJson))]
[JsonSerializable(typeof(IReadOnlyList<MentionJson>))]
[JsonSerializable(typeof(MentionJson))]
[JsonSerializable(typeof(IReadOnlyList<SubjectErasedJson>))]
[JsonSerializable(typeof(RotationJson))]
[JsonSerializable(typeof(IReadOnlyList<SealedKeyJson>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class PawlJson : JsonSerializerContext
{
    /// <summary>The guide's names, its times, and text left readable: only what JSON itself needs escaped is.</summary>
    public static PawlJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter() },
    });
}

/// <summary>Times as <c>2026-01-02T03:04:05.678Z</c>.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        UtcTime.TryParse(reader.GetString(), out var time) ? time : throw new JsonException("not a time");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(UtcTime.Format(value));
}
