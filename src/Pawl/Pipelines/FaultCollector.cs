using System.Collections.Immutable;

namespace Pawl.Pipelines;

/// <summary>Gathers all faults of one file.</summary>
internal sealed class FaultCollector(string file)
{
    private readonly HashSet<PipelineFault> _faults = [];

    /// <summary>Adds one; one that an alias brings up again counts once.</summary>
    public void Add(SourcePosition at, Complaint complaint) => _faults.Add(PipelineFault.Of(file, at, complaint));

    /// <summary>Adds one.</summary>
    public void Add(SourcePosition at, string what, string mend) => Add(at, new Complaint(what, mend));

    /// <summary>All of them in the order of the file.</summary>
    public ImmutableArray<PipelineFault> InOrder() => [.. _faults.OrderBy(f => f.At).ThenBy(f => f.What, StringComparer.Ordinal)];
}

/// <summary>A value and where it stands.</summary>
internal readonly record struct Placed<T>(T Value, SourcePosition At);
