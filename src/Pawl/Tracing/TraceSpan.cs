using System.Collections.Immutable;

namespace Pawl.Tracing;

/// <summary>A span of a trace, as OpenTelemetry knows it.</summary>
public sealed record TraceSpan
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>16 hexadecimal digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>The span that it is a part of; empty for the root.</summary>
    public required string ParentId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to its trace.</summary>
    public SpanKind Kind { get; init; } = SpanKind.Internal;

    /// <summary>When it began.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>How it ended.</summary>
    public SpanStatus Status { get; init; } = SpanStatus.Unset;

    /// <summary>Why it ended in an error; else empty.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>What is known of it.</summary>
    public ImmutableArray<TraceAttribute> Attributes { get; init; } = [];

    /// <summary>What happened in it.</summary>
    public ImmutableArray<TraceMoment> Moments { get; init; } = [];
}

/// <summary>What a span is to its trace; the numbers are OTLP's.</summary>
public enum SpanKind
{
    /// <summary>A part of the work.</summary>
    Internal = 1,

    /// <summary>The whole of the work.</summary>
    Server = 2,
}

/// <summary>How a span ended; the numbers are OTLP's.</summary>
public enum SpanStatus
{
    /// <summary>Nothing to say.</summary>
    Unset = 0,

    /// <summary>Well.</summary>
    Ok = 1,

    /// <summary>In an error.</summary>
    Error = 2,
}

/// <summary>Something that happened in a span at one moment: OpenTelemetry calls it an event.</summary>
public sealed record TraceMoment(DateTimeOffset At, string Name, ImmutableArray<TraceAttribute> Attributes);

/// <summary>Something that is known: a text or a whole number.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Text">The text; a number's digits.</param>
/// <param name="IsNumber">True for a number.</param>
public readonly record struct TraceAttribute(string Key, string Text, bool IsNumber)
{
    /// <summary>A text.</summary>
    public static TraceAttribute Of(string key, string text) => new(key, text, IsNumber: false);

    /// <summary>A number.</summary>
    public static TraceAttribute Of(string key, long number) => new(key, number.ToString(System.Globalization.CultureInfo.InvariantCulture), IsNumber: true);
}
