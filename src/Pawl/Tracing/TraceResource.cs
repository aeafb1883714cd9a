using System.Collections.Immutable;

namespace Pawl.Tracing;

/// <summary>Who sends spans, and what caused them.</summary>
/// <param name="Attributes">What is known of the sender.</param>
/// <param name="ScopeVersion">The program's version.</param>
/// <param name="Links">The spans of others that the build's root belongs with.</param>
public sealed record TraceResource(ImmutableArray<TraceAttribute> Attributes, string ScopeVersion, ImmutableArray<TraceLink> Links);

/// <summary>A span of another trace.</summary>
public readonly record struct TraceLink(string TraceId, string SpanId)
{
    /// <summary>Reads W3C's <c>traceparent</c> (https://www.w3.org/TR/trace-context/#traceparent-header): none when it isn't one.</summary>
    public static ImmutableArray<TraceLink> OfParent(string? text)
    {
        return text?.Split('-') is [{ Length: 2 } version, { Length: 32 } trace, { Length: 16 } span, { Length: 2 }, .. var more]
            && IsHexadecimal(version) && version != "ff" && (version != "00" || more.Length == 0)
            && IsId(trace) && IsId(span)
                ? [new TraceLink(trace, span)]
                : [];

        static bool IsHexadecimal(string digits) => digits.All(c => char.IsAsciiHexDigitLower(c));
        static bool IsId(string digits) => IsHexadecimal(digits) && digits.Any(c => c != '0');
    }
}
