using System.Collections.Immutable;

namespace Pawl.Pipelines;

/// <summary>A value in a pipeline file, with its place: what a reader of YAML, or of another notation, hands to <see cref="PipelineReader"/>.</summary>
/// <param name="At">Where it begins.</param>
public abstract record SourceNode(SourcePosition At)
{
    /// <summary>One value.</summary>
    /// <param name="At">Where it begins.</param>
    /// <param name="Type">What the notation takes it for.</param>
    /// <param name="Text">The value; of a number or truth value, as it is written.</param>
    public sealed record Scalar(SourcePosition At, ScalarType Type, string Text) : SourceNode(At);

    /// <summary>Several values in order.</summary>
    public sealed record List(SourcePosition At, ImmutableArray<SourceNode> Items) : SourceNode(At);

    /// <summary>Values by key. Keys that the file has twice are here twice.</summary>
    public sealed record Map(SourcePosition At, ImmutableArray<SourceEntry> Entries) : SourceNode(At);
}

/// <summary>A key and its value.</summary>
public sealed record SourceEntry(SourceNode.Scalar Key, SourceNode Value);

/// <summary>What a notation takes a scalar for.</summary>
public enum ScalarType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number in decimal digits, perhaps with a sign.</summary>
    WholeNumber,

    /// <summary>Another number.</summary>
    Fraction,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>No value.</summary>
    Null,
}
