using System.Collections.Immutable;

namespace Pawl.Builds;

/// <summary>Something that happened to a build. Events are appended and never changed; everything else is computed from them.</summary>
public abstract record BuildEvent
{
    private protected BuildEvent()
    {
    }

    /// <summary>Unique: an append whose answer was lost is found again by it.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened, UTC, whole milliseconds. Order is the history's, never the clock's.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required string By { get; init; }

    /// <summary>From where, and why.</summary>
    public Origin Origin { get; init; } = Origin.Unknown;

    /// <summary>The hash of the event before it.</summary>
    public ChainHash Previous { get; init; }

    /// <summary>The build began.</summary>
    public sealed record Created(BuildId BuildId, Label Provider, Label ImageType, Plan Plan, PipelineReference Pipeline) : BuildEvent
    {
        /// <summary>How the values of all its events are sealed.</summary>
        public Seal Seal { get; init; }
    }

    /// <summary>The pipeline file was edited, or stands elsewhere now.</summary>
    public sealed record PlanChanged(Plan Plan, PipelineReference Pipeline) : BuildEvent;

    /// <summary>A worker took the lease.</summary>
    public sealed record Claimed(Worker Holder, long Token, DateTimeOffset Until) : BuildEvent;

    /// <summary>The worker gave the lease back.</summary>
    public sealed record Released(long Token) : BuildEvent;

    /// <summary>An attempt at a state began.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Attempt">Its number, counted over the whole build: 1 for the first attempt ever at this state.</param>
    public sealed record Started(StateCode State, int Attempt) : BuildEvent;

    /// <summary>The state's work is done.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Next">The plan's next state; 100 after 100.</param>
    public sealed record Completed(StateCode State, StateCode Next) : BuildEvent;

    /// <summary>An attempt failed.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Failure">How.</param>
    public sealed record Failed(StateCode State, Failure Failure) : BuildEvent;

    /// <summary>An attempt ended without a result: its worker was stopped or is dead.</summary>
    public sealed record Interrupted(StateCode State, string Reason) : BuildEvent;

    /// <summary>Somebody looked into a failure and wants it tried again; the retry count starts anew.</summary>
    public sealed record ManuallyRetried(StateCode State, string Reason) : BuildEvent;

    /// <summary>Back to an earlier state; completions from there on no longer count.</summary>
    public sealed record RolledBack(StateCode From, StateCode To, string Reason) : BuildEvent;

    /// <summary>A metadata value was set.</summary>
    public sealed record MetadataSet(string Key, string Value) : BuildEvent
    {
        /// <summary>Who is shown it. A key that was sensitive once stays so.</summary>
        public Secrecy Secrecy { get; init; }
    }

    /// <summary>Somebody was shown sensitive metadata.</summary>
    /// <param name="Keys">Which.</param>
    public sealed record SensitiveRead(ImmutableArray<string> Keys) : BuildEvent;

    /// <summary>A state's artifact was measured.</summary>
    public sealed record ArtifactRecorded(Artifact Artifact) : BuildEvent;

    /// <summary>A script left a mark that tells it where to go on within a state.</summary>
    public sealed record ResumeTokenSet(string Token) : BuildEvent;

    /// <summary>Somebody wants the build kept.</summary>
    public sealed record HoldPlaced(string Reason) : BuildEvent;

    /// <summary>The build need not be kept any more.</summary>
    public sealed record HoldLifted(string Reason) : BuildEvent;

    /// <summary>Everything in the build that is sealed was made unreadable for good. Nothing follows. This event itself is never sealed: it is what
    /// is left to be read.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Erased(string Reason) : BuildEvent;

    /// <summary>Some values were made unreadable for good, such as those that name a person. The build goes on. Never sealed either.</summary>
    /// <param name="Pieces">Which.</param>
    /// <param name="Reason">Why.</param>
    public sealed record ValuesErased(ImmutableArray<SealedPiece> Pieces, string Reason) : BuildEvent;

    /// <summary>The build was brought back to what it was at an earlier moment. What happened in between stays in the history.</summary>
    /// <param name="State">The state that it goes on from: no attempt is open in it, and nobody holds it.</param>
    /// <param name="Moment">The moment.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Restored(BuildState State, DateTimeOffset Moment, string Reason) : BuildEvent;

    /// <summary>Another program changed the store's tables; Pawl takes over what it found there.</summary>
    /// <param name="Current">The current state that it left.</param>
    /// <param name="Status">The status that it left.</param>
    /// <param name="Rows">The history rows that it wrote.</param>
    /// <param name="Metadata">The metadata values that it wrote or changed.</param>
    public sealed record ForeignChangeAdopted(
        StateCode Current,
        BuildStatus Status,
        ImmutableArray<ForeignRow> Rows,
        ImmutableSortedDictionary<string, string> Metadata) : BuildEvent;
}

/// <summary>How an attempt failed.</summary>
/// <param name="Error">The last meaningful lines, redacted and cut.</param>
/// <param name="Category">Whether trying again can help.</param>
/// <param name="Rule">The classification rule that said so.</param>
/// <param name="RetryAt">When the next attempt is due; null when none is.</param>
public sealed record Failure(string Error, FailureCategory Category, string Rule, DateTimeOffset? RetryAt);

/// <summary>A row that another program wrote into the history table.</summary>
/// <param name="State">Its state column.</param>
/// <param name="Timestamp">Its timestamp column as it stands there.</param>
/// <param name="Status">Its status column.</param>
/// <param name="ErrorMessage">Its error_message column.</param>
public sealed record ForeignRow(long State, string Timestamp, string Status, string ErrorMessage);
