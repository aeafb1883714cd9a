using System.Collections.Immutable;

namespace Pawl.Builds;

/// <summary>An attempt that has begun and not ended.</summary>
/// <param name="State">The state it tries.</param>
/// <param name="Number">1 for the first attempt ever at this state.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record OpenAttempt(StateCode State, int Number, DateTimeOffset StartedAt);

/// <summary>The last failure of the current state.</summary>
/// <param name="At">When.</param>
/// <param name="Failure">How.</param>
public sealed record LastFailure(DateTimeOffset At, Failure Failure);

/// <summary>Everything that is known of a build at one version: the fold of its history, see <see cref="History"/>.</summary>
public sealed record BuildState
{
    /// <summary>Which build.</summary>
    public required BuildId Id { get; init; }

    /// <summary>The hash of its last event, which the next one carries.</summary>
    public ChainHash Head { get; init; }

    /// <summary>How many events it is folded from; <see cref="BuildVersion.None"/> for a build that doesn't exist yet.</summary>
    public BuildVersion Version { get; init; }

    /// <summary>Cloud provider.</summary>
    public Label Provider { get; init; }

    /// <summary>Image type.</summary>
    public Label ImageType { get; init; }

    /// <summary>The states that it goes through.</summary>
    public Plan Plan { get; init; } = StandardStates.Plan;

    /// <summary>The pipeline file that it follows.</summary>
    public PipelineReference Pipeline { get; init; } = PipelineReference.None;

    /// <summary>How its values are sealed where they are kept.</summary>
    public Seal Seal { get; init; }

    /// <summary>The state being worked on, or next to be.</summary>
    public StateCode Current { get; init; }

    /// <summary>How the current state goes.</summary>
    public BuildStatus Status { get; init; }

    /// <summary>When the build was created.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>When its last event happened.</summary>
    public DateTimeOffset LastUpdate { get; init; }

    /// <summary>The attempt that runs now, or that a dead worker left behind.</summary>
    public OpenAttempt? Attempt { get; init; }

    /// <summary>How many attempts each state has had since the build began.</summary>
    public ImmutableSortedDictionary<StateCode, int> Attempts { get; init; } = ImmutableSortedDictionary<StateCode, int>.Empty;

    /// <summary>Failed attempts at the current state since it was last entered or manually retried.</summary>
    public int RetryCount { get; init; }

    /// <summary>The current state's last failure, until it completes, is rolled back or manually retried.</summary>
    public LastFailure? LastFailure { get; init; }

    /// <summary>The states whose completion counts.</summary>
    public ImmutableSortedSet<StateCode> Completed { get; init; } = [];

    /// <summary>Metadata by key, in ordinal order. Snapshots leave it out: stores keep it apart.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = EmptyMetadata;

    /// <summary>The keys of metadata that isn't shown unless it is asked for expressly.</summary>
    public ImmutableSortedSet<string> SensitiveKeys { get; init; } = NoKeys;

    /// <summary>Artifacts by name.</summary>
    public ImmutableSortedDictionary<string, Artifact> Artifacts { get; init; } =
        ImmutableSortedDictionary.Create<string, Artifact>(StringComparer.Ordinal);

    /// <summary>The lease that was last claimed and not released; it may have expired.</summary>
    public Lease? Lease { get; init; }

    /// <summary>The highest fencing token given out so far.</summary>
    public long LastToken { get; init; }

    /// <summary>A script's own mark of where to go on; empty when none was set.</summary>
    public string ResumeToken { get; init; } = "";

    /// <summary>Why the build must be kept; null when it need not.</summary>
    public LegalHold? Hold { get; init; }

    /// <summary>When, why and by whom the build was erased; null when it wasn't.</summary>
    public Erasure? Erasure { get; init; }

    /// <summary>The version of the last event that erased single values; <see cref="BuildVersion.None"/> when none did. Keys that still open them are
    /// older than this.</summary>
    public BuildVersion ErasedUpTo { get; init; }

    /// <summary>No metadata, in the order that <see cref="Metadata"/> keeps.</summary>
    public static ImmutableSortedDictionary<string, string> EmptyMetadata { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static ImmutableSortedSet<string> NoKeys { get; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>True once the build was created.</summary>
    public bool Exists => Version > BuildVersion.None;

    /// <summary>A build that doesn't exist yet.</summary>
    public static BuildState None(BuildId id) => new() { Id = id, Head = ChainHash.Beginning(id) };
}
