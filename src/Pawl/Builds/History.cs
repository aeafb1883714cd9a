using System.Collections.Immutable;

namespace Pawl.Builds;

/// <summary>Folds events into a state. Pure: no clock, no I/O, no randomness; the same events give the same state anywhere.</summary>
public static class History
{
    /// <summary>The state after one more event.</summary>
    public static BuildState Apply(BuildState state, BuildEvent happened)
    {
        var next = happened switch
        {
            BuildEvent.Created e => state with
            {
                Provider = e.Provider,
                ImageType = e.ImageType,
                Plan = e.Plan,
                Pipeline = e.Pipeline,
                Seal = e.Seal,
                Current = e.Plan.Start,
                Status = BuildStatus.Running,
                StartTime = e.At,
            },
            BuildEvent.PlanChanged e => state with { Plan = e.Plan, Pipeline = e.Pipeline },
            BuildEvent.Claimed e => state with { Lease = new Lease(e.Holder, e.Token, e.At, e.Until), LastToken = e.Token },
            BuildEvent.Released => state with { Lease = null },
            BuildEvent.Started e => state with
            {
                Status = BuildStatus.Running,
                Attempt = new OpenAttempt(e.State, e.Attempt, e.At),
                Attempts = state.Attempts.SetItem(e.State, e.Attempt),
            },
            BuildEvent.Completed e => Enter(state, e.Next) with
            {
                Status = e.State == StateCode.Final ? BuildStatus.Completed : BuildStatus.Running,
                Completed = state.Completed.Add(e.State),
            },
            BuildEvent.Failed e => state with
            {
                Status = BuildStatus.Failed,
                Attempt = null,
                RetryCount = state.RetryCount + 1,
                LastFailure = new LastFailure(e.At, e.Failure),
            },
            BuildEvent.Interrupted => state with { Attempt = null },
            BuildEvent.ManuallyRetried => Enter(state, state.Current) with { Status = BuildStatus.Running },
            BuildEvent.RolledBack e => Enter(state, e.To) with
            {
                Status = BuildStatus.Running,
                Completed = [.. state.Completed.Where(code => code < e.To)],
                Artifacts = state.Artifacts.RemoveRange(state.Artifacts.Values.Where(a => a.State >= e.To).Select(a => a.Name)),
            },
            BuildEvent.MetadataSet e => state with
            {
                Metadata = state.Metadata.SetItem(e.Key, e.Value),
                SensitiveKeys = e.Secrecy == Secrecy.Sensitive ? state.SensitiveKeys.Add(e.Key) : state.SensitiveKeys,
            },
            BuildEvent.SensitiveRead => state,
            BuildEvent.ArtifactRecorded e => state with { Artifacts = state.Artifacts.SetItem(e.Artifact.Name, e.Artifact) },
            BuildEvent.ResumeTokenSet e => state with { ResumeToken = e.Token },
            BuildEvent.HoldPlaced e => state with { Hold = new LegalHold(e.At, e.By, e.Reason) },
            BuildEvent.HoldLifted => state with { Hold = null },
            BuildEvent.Erased e => state with { Erasure = new Erasure(e.At, e.By, e.Reason), Attempt = null, Lease = null },
            BuildEvent.ValuesErased => state with { ErasedUpTo = state.Version.Next },
            BuildEvent.ForeignChangeAdopted e => Adopt(state, e),
            // Attempts and fencing tokens are counted on: a number is never given out twice. Who wants the build kept still does.
            BuildEvent.Restored e => e.State with
            {
                Attempt = null,
                Lease = null,
                Attempts = state.Attempts,
                LastToken = state.LastToken,
                Hold = state.Hold,
                Seal = state.Seal,
                SensitiveKeys = state.SensitiveKeys.Union(e.State.SensitiveKeys),
                ErasedUpTo = state.ErasedUpTo,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
        };
        // Events from before the chain aren't hashed, so that their builds fold to what their snapshots say.
        var head = happened.Previous.IsNone ? ChainHash.None : ChainHash.Of(happened);
        return next with { Version = state.Version.Next, LastUpdate = happened.At, Head = head };
    }

    /// <summary>The state after several more events.</summary>
    public static BuildState Apply(BuildState state, IEnumerable<BuildEvent> happened) => happened.Aggregate(state, Apply);

    private static BuildState Enter(BuildState state, StateCode code) =>
        state with { Current = code, Attempt = null, RetryCount = 0, LastFailure = null };

    private static BuildState Adopt(BuildState state, BuildEvent.ForeignChangeAdopted e)
    {
        var entered = e.Current == state.Current ? state with { Attempt = null } : Enter(state, e.Current);
        var failed = e.Rows.Where(r => r.Status == "failed" && r.State == e.Current.Value).ToImmutableArray();
        var adopted = entered with
        {
            Status = e.Status,
            Completed = CompletedBefore(state, e),
            Metadata = state.Metadata.SetItems(e.Metadata),
            RetryCount = entered.RetryCount + failed.Length,
        };
        if (failed.IsEmpty || e.Status != BuildStatus.Failed)
            return adopted;
        var failure = new Failure(failed[^1].ErrorMessage, FailureCategory.Transient, "foreign", RetryAt: null);
        return adopted with { LastFailure = new LastFailure(e.At, failure) };
    }

    // A foreign "completed" row for the current state itself doesn't count: the guide's scripts write it for the milestone
    // that they reached, which here is the state that is next. Running a state once more is safe; leaving one out isn't.
    private static ImmutableSortedSet<StateCode> CompletedBefore(BuildState state, BuildEvent.ForeignChangeAdopted e)
    {
        var written = e.Rows.Where(row => row.Status == "completed" && row.State is >= 0 and <= 100).Select(row => StateCode.From((int)row.State));
        var all = state.Completed.Concat(written);
        return e.Status == BuildStatus.Completed ? [.. all, e.Current] : [.. all.Where(code => code < e.Current)];
    }
}
