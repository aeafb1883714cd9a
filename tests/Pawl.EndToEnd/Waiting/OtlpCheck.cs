using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Waiting;

/// <summary>OTLP's JSON as its specification wants it (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding).</summary>
internal static partial class OtlpCheck
{
    private static readonly string[] SpanFields =
        ["traceId", "spanId", "parentSpanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano", "attributes", "events", "links", "status"];

    internal static void Check(JsonElement request)
    {
        Assert.Equal(["resourceSpans"], Names(request));
        foreach (var resource in request.GetProperty("resourceSpans").EnumerateArray())
        {
            Attributes(resource.GetProperty("resource"));
            foreach (var scope in resource.GetProperty("scopeSpans").EnumerateArray())
                Assert.Equal("pawl", scope.GetProperty("scope").GetProperty("name").GetString());
        }

        foreach (var span in Collector.SpansOf(request))
            Span(span);
    }

    internal static string? Attribute(JsonElement owner, string key) => owner.GetProperty("attributes").EnumerateArray()
        .Where(attribute => attribute.GetProperty("key").GetString() == key)
        .Select(attribute => attribute.GetProperty("value").EnumerateObject().Single().Value.GetString())
        .SingleOrDefault();

    private static void Span(JsonElement span)
    {
        Assert.Empty(Names(span).Except(SpanFields));
        Assert.Matches(TraceId, span.GetProperty("traceId").GetString());
        Assert.Matches(SpanId, span.GetProperty("spanId").GetString());
        if (span.TryGetProperty("parentSpanId", out var parent))
            Assert.Matches(SpanId, parent.GetString());
        Assert.NotEqual("", span.GetProperty("name").GetString());
        Assert.InRange(span.GetProperty("kind").GetInt32(), 1, 5);
        Assert.True(Nanoseconds(span, "startTimeUnixNano") <= Nanoseconds(span, "endTimeUnixNano"));
        Attributes(span);
        if (span.TryGetProperty("events", out var events))
        {
            foreach (var moment in events.EnumerateArray())
            {
                Assert.True(Nanoseconds(moment, "timeUnixNano") > 0);
                Attributes(moment);
            }
        }

        var status = span.GetProperty("status");
        Assert.Empty(Names(status).Except(["code", "message"]));
        if (status.TryGetProperty("code", out var code))
            Assert.InRange(code.GetInt32(), 1, 2);
    }

    private static void Attributes(JsonElement owner)
    {
        var keys = new HashSet<string>();
        foreach (var attribute in owner.GetProperty("attributes").EnumerateArray())
        {
            Assert.True(keys.Add(attribute.GetProperty("key").GetString()!));
            var value = attribute.GetProperty("value").EnumerateObject().Single();
            Assert.Contains(value.Name, (string[])["stringValue", "intValue"]);
            Assert.Equal(JsonValueKind.String, value.Value.ValueKind);
        }
    }

    // 64-bit numbers are texts in protobuf's JSON.
    private static long Nanoseconds(JsonElement owner, string name) => long.Parse(owner.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Names(JsonElement owner) => owner.EnumerateObject().Select(property => property.Name);

    [GeneratedRegex("^(?!0+$)[0-9a-f]{32}$")]
    private static partial Regex TraceId { get; }

    [GeneratedRegex("^(?!0+$)[0-9a-f]{16}$")]
    private static partial Regex SpanId { get; }
}
