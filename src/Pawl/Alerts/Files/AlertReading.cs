using System.Collections.Immutable;
using Pawl.Pipelines;

namespace Pawl.Alerts;

/// <summary>What came of reading a file of alerts.</summary>
public abstract record AlertReading
{
    private AlertReading()
    {
    }

    /// <summary>It is right.</summary>
    public sealed record Valid(AlertSettings Settings) : AlertReading;

    /// <summary>It is not; all its faults, in the order of the file.</summary>
    public sealed record Faulty(ImmutableArray<PipelineFault> Faults) : AlertReading;
}
