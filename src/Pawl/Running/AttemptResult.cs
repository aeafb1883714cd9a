using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Retrying;

namespace Pawl.Running;

/// <summary>What came of an attempt, before it is recorded.</summary>
internal abstract record AttemptResult
{
    private AttemptResult()
    {
    }

    /// <summary>The task did its work.</summary>
    /// <param name="Outputs">What it left in its output file, redacted.</param>
    /// <param name="Artifacts">The files that it promised, measured.</param>
    public sealed record Succeeded(ImmutableArray<KeyValuePair<string, string>> Outputs, ImmutableArray<Artifact> Artifacts) : AttemptResult;

    /// <summary>It failed.</summary>
    /// <param name="Error">What history keeps of it, redacted and cut.</param>
    /// <param name="Classification">Whether trying again can help.</param>
    public sealed record Failed(string Error, Classification Classification) : AttemptResult;

    /// <summary>It was stopped before it had a result.</summary>
    public sealed record Stopped : AttemptResult;

    /// <summary>It was killed before it had a result, because the lease wasn't renewed in time.</summary>
    public sealed record Lapsed : AttemptResult;
}
