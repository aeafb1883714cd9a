using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Retrying;

namespace Pawl.Pipelines;

/// <summary>A state of a pipeline: what it runs, and what happens when that fails.</summary>
public sealed record PipelineState
{
    /// <summary>How long a task has between SIGTERM and SIGKILL when the pipeline doesn't say.</summary>
    public static readonly TimeSpan DefaultKillAfter = TimeSpan.FromSeconds(10);

    /// <summary>Its code.</summary>
    public required StateCode Code { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The shell's command or script; empty for a milestone that passes at once.</summary>
    public string Run { get; init; } = "";

    /// <summary>The shell that runs it.</summary>
    public Shell Shell { get; init; } = Shell.Sh;

    /// <summary>Environment of its own.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = BuildState.EmptyMetadata;

    /// <summary>Where it runs; relative to the pipeline's folder.</summary>
    public PathTemplate Directory { get; init; } = PathTemplate.Here;

    /// <summary>How long an attempt may take; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>How long after SIGTERM what is left of an attempt gets SIGKILL.</summary>
    public TimeSpan KillAfter { get; init; } = DefaultKillAfter;

    /// <summary>How it is tried again.</summary>
    public required RetryPolicy Retry { get; init; }

    /// <summary>Its own rules for failures that trying again can mend.</summary>
    public ImmutableArray<FailureRule> Transient { get; init; } = [];

    /// <summary>Its own rules for failures that trying again can't mend.</summary>
    public ImmutableArray<FailureRule> Persistent { get; init; } = [];

    /// <summary>Files that it makes and later states may rely on.</summary>
    public ImmutableArray<ArtifactDeclaration> Artifacts { get; init; } = [];

    /// <summary>Names of earlier states' artifacts that it relies on.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Which builds go through it.</summary>
    public StateCondition When { get; init; } = StateCondition.Always;

    /// <summary>True when it runs nothing.</summary>
    public bool IsMilestone => Run.Length == 0;

    /// <summary>The program and arguments of an attempt; empty for a milestone.</summary>
    public ImmutableArray<string> Command => IsMilestone ? [] : Shell.Command(Run);

    /// <summary>Says what its failures are.</summary>
    public FailureClassifier Classifier => new(Transient, Persistent);
}

/// <summary>A file that a state promises to make.</summary>
/// <param name="Name">What the pipeline calls it.</param>
/// <param name="Path">Where it will be; relative to the pipeline's folder.</param>
public sealed record ArtifactDeclaration(string Name, PathTemplate Path);
