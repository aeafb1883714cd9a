using System.Collections.Immutable;
using Pawl.Pipelines;

namespace Pawl.Cli.Output;

/// <summary>What <c>pawl validate --json</c> prints.</summary>
internal sealed record ValidationJson(bool Valid, IReadOnlyList<FaultJson> Faults)
{
    public static ValidationJson Of(ImmutableArray<PipelineFault> faults) =>
        new(faults.IsEmpty, [.. faults.Select(f => new FaultJson(f.File, f.At.Line, f.At.Column, f.What, f.Mend))]);
}

/// <summary>One fault of a pipeline file; line and column are 0 for the whole file.</summary>
internal sealed record FaultJson(string File, int Line, int Column, string What, string Mend);
