using System.Collections.Immutable;
using System.Globalization;

namespace Pawl.Tracing;

/// <summary>What OpenTelemetry's environment variables say (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). The headers are secrets: they
/// are sent, and shown nowhere.</summary>
public sealed class OtlpSettings
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string Attributes = "OTEL_RESOURCE_ATTRIBUTES";
    private const string Parent = "TRACEPARENT";

    private readonly IReadOnlyDictionary<string, string> _variables;

    private OtlpSettings(IReadOnlyDictionary<string, string> variables) => _variables = variables;

    /// <summary>Reads them.</summary>
    public static OtlpSettings Of(IReadOnlyDictionary<string, string> variables) => new(variables);

    /// <summary>True when everything of the kind is switched off.</summary>
    public bool IsDisabled => Variable("OTEL_SDK_DISABLED").Equals("true", StringComparison.OrdinalIgnoreCase) || Variable("OTEL_TRACES_EXPORTER") == "none";

    /// <summary>Where traces go; empty when the variables don't say.</summary>
    public string Endpoint => Variable($"{Prefix}TRACES_ENDPOINT") is { Length: > 0 } traces
        ? traces
        : Variable($"{Prefix}ENDPOINT") is { Length: > 0 } all ? $"{all.TrimEnd('/')}/v1/traces" : "";

    /// <summary>The protocol that was asked for; empty for any.</summary>
    public string Protocol => Own("PROTOCOL");

    /// <summary>How long one export may take, if the variables say.</summary>
    public TimeSpan? Timeout => int.TryParse(Own("TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
        ? TimeSpan.FromMilliseconds(milliseconds)
        : null;

    /// <summary>Headers to send, secrets among them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers => [.. Pairs(Own("HEADERS"))];

    /// <summary>What in the variables isn't as the specification wants it, and is left out; empty when all is. It says no values: they may be secrets.</summary>
    public string Complaint
    {
        get
        {
            string[] faults =
            [
                .. Variable("OTEL_SDK_DISABLED") is { Length: > 0 } disabled && !bool.TryParse(disabled, out _) ? (string[])["OTEL_SDK_DISABLED"] : [],
                .. Own("TIMEOUT").Length > 0 && Timeout is null ? (string[])[OwnName("TIMEOUT")] : [],
                .. HasOtherThanPairs(Own("HEADERS")) ? (string[])[$"a pair of {OwnName("HEADERS")}"] : [],
                .. HasOtherThanPairs(Variable(Attributes)) ? (string[])[$"a pair of {Attributes}"] : [],
                .. Variable(Parent) is { Length: > 0 } parent && TraceLink.OfParent(parent).IsEmpty ? (string[])[Parent] : [],
            ];
            return faults.Length == 0 ? "" : $"left out, because they aren't as OpenTelemetry writes them: {string.Join(", ", faults)}";
        }
    }

    /// <summary>Who sends.</summary>
    /// <param name="version">The program's version.</param>
    public TraceResource Resource(string version)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["service.name"] = "pawl",
            ["service.version"] = version,
            ["telemetry.sdk.language"] = "dotnet",
            ["telemetry.sdk.name"] = "pawl",
            ["telemetry.sdk.version"] = version,
        };
        foreach (var (key, value) in Pairs(Variable(Attributes)))
            attributes[key] = value;
        if (Variable("OTEL_SERVICE_NAME") is { Length: > 0 } name)
            attributes["service.name"] = name;
        return new TraceResource(
            [.. attributes.Select(pair => TraceAttribute.Of(pair.Key, pair.Value))], version, TraceLink.OfParent(Variable(Parent)));
    }

    // The one for traces goes before the one for all signals.
    private string Own(string name) => Variable(OwnName(name));

    private string OwnName(string name) => Variable($"{Prefix}TRACES_{name}").Length > 0 ? $"{Prefix}TRACES_{name}" : Prefix + name;

    private string Variable(string name) => _variables.GetValueOrDefault(name, "").Trim();

    private static bool HasOtherThanPairs(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(pair => pair.IndexOf('=', StringComparison.Ordinal) <= 0);

    // key1=value1,key2=value2, with percent signs as in URLs. What is no pair is left out, as the specification says.
    private static IEnumerable<KeyValuePair<string, string>> Pairs(string text)
    {
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
                yield return new(Uri.UnescapeDataString(pair[..at].Trim()), Uri.UnescapeDataString(pair[(at + 1)..].Trim()));
        }
    }
}
