using System.Collections.Immutable;

namespace Pawl.Pipelines;

/// <summary>What came of reading a pipeline file.</summary>
public abstract record PipelineReading
{
    private PipelineReading()
    {
    }

    /// <summary>It is right, and can be run.</summary>
    public sealed record Valid(Pipeline Pipeline) : PipelineReading;

    /// <summary>It is not; all its faults, in the order of the file.</summary>
    public sealed record Faulty(ImmutableArray<PipelineFault> Faults) : PipelineReading;
}

/// <summary>Where a pipeline comes from.</summary>
/// <param name="File">The file as the user named it: for messages.</param>
/// <param name="Path">Its absolute path.</param>
/// <param name="Hash">SHA-256 of its bytes, lower-case hexadecimal.</param>
public sealed record PipelineSource(string File, string Path, string Hash);
