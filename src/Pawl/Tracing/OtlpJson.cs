using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pawl.Tracing;

/// <summary>Spans as OTLP's JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): ids in hexadecimal, 64-bit numbers as texts,
/// enums as numbers. Pure.</summary>
public static class OtlpJson
{
    private const long NanosecondsPerTick = 100;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One request with some spans.</summary>
    public static byte[] Of(TraceResource resource, IEnumerable<TraceSpan> spans)
    {
        using var content = new MemoryStream();
        using (var writer = new Utf8JsonWriter(content, Options))
            Write(writer, resource, spans);
        return content.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, TraceResource resource, IEnumerable<TraceSpan> spans)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("resourceSpans");
        writer.WriteStartObject();
        writer.WriteStartObject("resource");
        Write(writer, resource.Attributes);
        writer.WriteEndObject();
        writer.WriteStartArray("scopeSpans");
        writer.WriteStartObject();
        writer.WriteStartObject("scope");
        writer.WriteString("name", "pawl");
        writer.WriteString("version", resource.ScopeVersion);
        writer.WriteEndObject();
        writer.WriteStartArray("spans");
        foreach (var span in spans)
            Write(writer, span, resource.Links);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, TraceSpan span, ImmutableArray<TraceLink> links)
    {
        writer.WriteStartObject();
        writer.WriteString("traceId", span.TraceId);
        writer.WriteString("spanId", span.SpanId);
        if (span.ParentId.Length > 0)
            writer.WriteString("parentSpanId", span.ParentId);
        writer.WriteString("name", span.Name);
        writer.WriteNumber("kind", (int)span.Kind);
        writer.WriteString("startTimeUnixNano", Nanoseconds(span.Start));
        writer.WriteString("endTimeUnixNano", Nanoseconds(span.End));
        Write(writer, span.Attributes);
        WriteMoments(writer, span.Moments);
        if (span.ParentId.Length == 0)
            WriteLinks(writer, links);
        writer.WriteStartObject("status");
        if (span.Status != SpanStatus.Unset)
            writer.WriteNumber("code", (int)span.Status);
        if (span.StatusMessage.Length > 0)
            writer.WriteString("message", span.StatusMessage);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteMoments(Utf8JsonWriter writer, ImmutableArray<TraceMoment> moments)
    {
        if (moments.IsEmpty)
            return;
        writer.WriteStartArray("events");
        foreach (var moment in moments)
        {
            writer.WriteStartObject();
            writer.WriteString("timeUnixNano", Nanoseconds(moment.At));
            writer.WriteString("name", moment.Name);
            Write(writer, moment.Attributes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter writer, ImmutableArray<TraceLink> links)
    {
        if (links.IsEmpty)
            return;
        writer.WriteStartArray("links");
        foreach (var link in links)
        {
            writer.WriteStartObject();
            writer.WriteString("traceId", link.TraceId);
            writer.WriteString("spanId", link.SpanId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ImmutableArray<TraceAttribute> attributes)
    {
        writer.WriteStartArray("attributes");
        foreach (var attribute in attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("key", attribute.Key);
            writer.WriteStartObject("value");
            writer.WriteString(attribute.IsNumber ? "intValue" : "stringValue", attribute.Text);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Nanoseconds(DateTimeOffset time) =>
        ((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * NanosecondsPerTick).ToString(CultureInfo.InvariantCulture);
}
