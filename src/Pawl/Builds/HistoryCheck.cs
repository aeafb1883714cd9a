using System.Runtime.CompilerServices;

namespace Pawl.Builds;

/// <summary>Something in a history that the state machine doesn't allow.</summary>
/// <param name="Version">The event's place in the history, counted from 1.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record HistoryFault(BuildVersion Version, string Message);

/// <summary>Checks a history event by event: each must be allowed by the state that the events before it fold to, and carry the hash of the one
/// before it. Pure; its memory is one <see cref="BuildState"/>.</summary>
/// <param name="id">The build whose history it is.</param>
public sealed class HistoryCheck(BuildId id)
{
    private readonly ChainCheck _chain = new();

    /// <summary>The fold of the events so far, faulty ones among them.</summary>
    public BuildState State { get; private set; } = BuildState.None(id);

    /// <summary>Takes the next event and returns what is wrong with it, mostly nothing.</summary>
    public IReadOnlyList<HistoryFault> Add(BuildEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var before = State;
        State = History.Apply(before, happened);
        return [.. _chain.Add(before, happened), .. Complaints(before, happened).Select(message => new HistoryFault(State.Version, message))];
    }

    /// <summary>Ends the history and returns what is wrong with its end.</summary>
    /// <param name="head">The hash of the last event, as it is known from elsewhere: from the store's record of the build, or from an anchor.</param>
    public IReadOnlyList<HistoryFault> End(ChainHash head) => [.. _chain.End(State, head)];

    /// <summary>Checks a whole history, in order.</summary>
    public static async IAsyncEnumerable<HistoryFault> FindAsync(
        BuildId id, IAsyncEnumerable<BuildEvent> history, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        var check = new HistoryCheck(id);
        await foreach (var happened in history.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var fault in check.Add(happened))
                yield return fault;
        }

        foreach (var fault in check.End(check.State.Head))
            yield return fault;
        if (!check.State.Exists)
            yield return new HistoryFault(BuildVersion.None, "the history is empty: it doesn't begin with the build's creation");
    }

    private static IEnumerable<string> Complaints(BuildState before, BuildEvent happened)
    {
        if (!before.Exists)
            return happened is BuildEvent.Created first ? OfCreation(before, first) : ["the history doesn't begin with the build's creation"];
        if (before.Erasure is not null && happened is not BuildEvent.ForeignChangeAdopted)
            return [$"{Word(happened)} after the build was erased: nothing follows that"];
        // What another program did to a completed build is written down like everything that it does.
        if (before.Status == BuildStatus.Completed && happened is not
            (BuildEvent.Released or BuildEvent.ForeignChangeAdopted or BuildEvent.Restored or BuildEvent.SensitiveRead or BuildEvent.HoldPlaced or BuildEvent.HoldLifted
                or BuildEvent.Erased or BuildEvent.ValuesErased))
            return [$"{Word(happened)} after the build was completed: nothing follows that"];
        return happened switch
        {
            BuildEvent.Created => ["the build is created a second time"],
            BuildEvent.PlanChanged e => OfPlan(before, e),
            BuildEvent.Claimed e => OfClaim(before, e),
            BuildEvent.Released e => OfRelease(before, e),
            BuildEvent.Started e => OfStart(before, e),
            BuildEvent.Completed e => OfCompletion(before, e),
            BuildEvent.Failed e => OfCurrent(before, e.State, "failed"),
            BuildEvent.Interrupted e => OfInterruption(before, e),
            BuildEvent.ManuallyRetried e => OfManualRetry(before, e),
            BuildEvent.RolledBack e => OfRollback(before, e),
            BuildEvent.ArtifactRecorded e => OfCurrent(before, e.Artifact.State, $"made the artifact {e.Artifact.Name}"),
            BuildEvent.Restored e => OfRestoration(before, e),
            BuildEvent.HoldPlaced => OfHold(before.Hold is null, "was put on hold, and was on hold already"),
            BuildEvent.HoldLifted => OfHold(before.Hold is not null, "had its hold lifted, and was not on hold"),
            BuildEvent.Erased => OfErasure(before, []),
            BuildEvent.ValuesErased e => OfErasure(before, e.Pieces),
            BuildEvent.MetadataSet or BuildEvent.SensitiveRead or BuildEvent.ResumeTokenSet or BuildEvent.ForeignChangeAdopted => [],
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
        };
    }

    private static IEnumerable<string> OfCreation(BuildState before, BuildEvent.Created e)
    {
        if (e.BuildId != before.Id)
            yield return $"it is the history of build {e.BuildId}, not of {before.Id}";
    }

    private static IEnumerable<string> OfPlan(BuildState before, BuildEvent.PlanChanged e)
    {
        if (!e.Plan.Contains(before.Current))
            yield return $"the plan changed to one without the current state {before.Current}";
    }

    private static IEnumerable<string> OfClaim(BuildState before, BuildEvent.Claimed e)
    {
        if (e.Token <= before.LastToken)
            yield return $"the lease was claimed with the fencing token {e.Token}, and {before.LastToken} was given out before";
        if (before.Attempt is { } open)
            yield return $"the lease was claimed while attempt {open.Number} at state {open.State} was open: it has no end";
    }

    private static IEnumerable<string> OfRelease(BuildState before, BuildEvent.Released e)
    {
        if (before.Lease?.Token != e.Token)
            yield return $"the lease with token {e.Token} was given back, and {Held(before)}";
    }

    private static IEnumerable<string> OfStart(BuildState before, BuildEvent.Started e)
    {
        foreach (var complaint in OfCurrent(before, e.State, "was started"))
            yield return complaint;
        if (before.Attempt is { } open)
            yield return $"attempt {e.Attempt} at state {e.State} overlaps attempt {open.Number} at state {open.State}, which has no end";
        var last = before.Attempts.GetValueOrDefault(e.State);
        if (e.Attempt != last + 1)
            yield return $"attempt {e.Attempt} at state {e.State} follows attempt {last}";
    }

    private static IEnumerable<string> OfCompletion(BuildState before, BuildEvent.Completed e)
    {
        foreach (var complaint in OfCurrent(before, e.State, "completed"))
            yield return complaint;
        if (before.Completed.Contains(e.State))
            yield return $"state {e.State} completed twice, without a rollback between";
        var next = before.Plan.After(e.State);
        if (e.Next != next)
            yield return $"state {e.State} is followed by {e.Next}, and in the plan by {next}";
    }

    private static IEnumerable<string> OfInterruption(BuildState before, BuildEvent.Interrupted e)
    {
        if (before.Attempt?.State != e.State)
            yield return $"an attempt at state {e.State} was interrupted, and none was open";
    }

    private static IEnumerable<string> OfManualRetry(BuildState before, BuildEvent.ManuallyRetried e)
    {
        foreach (var complaint in OfCurrent(before, e.State, "was retried by hand"))
            yield return complaint;
        if (before.Status != BuildStatus.Failed)
            yield return $"state {e.State} was retried by hand, and had not failed";
    }

    private static IEnumerable<string> OfRollback(BuildState before, BuildEvent.RolledBack e)
    {
        if (e.From != before.Current)
            yield return $"rolled back from state {e.From}, and the current state is {before.Current}";
        if (e.To >= before.Current || !before.Completed.Contains(e.To))
            yield return $"rolled back to state {e.To}, which is no earlier state that is completed";
        if (before.Attempt is { } open)
            yield return $"rolled back while attempt {open.Number} at state {open.State} was open: it has no end";
    }

    private static IEnumerable<string> OfHold(bool isRight, string what) => isRight ? [] : [$"the build {what}"];

    private static IEnumerable<string> OfErasure(BuildState before, IEnumerable<SealedPiece> pieces)
    {
        if (before.Hold is not null)
            yield return "something of the build was erased, and it was on hold";
        if (before.Seal.IsNone)
            yield return "something of the build was erased, and nothing in it was sealed";
        foreach (var piece in pieces.Where(piece => piece.Version > before.Version))
            yield return $"values of version {piece.Version} were erased, which was not reached";
    }

    private static IEnumerable<string> OfRestoration(BuildState before, BuildEvent.Restored e)
    {
        if (e.State.Id != before.Id)
            yield return $"restored to a state of build {e.State.Id}";
        if (e.State.Version > before.Version)
            yield return $"restored to version {e.State.Version}, which was not reached";
        if (before.Attempt is { } open)
            yield return $"restored while attempt {open.Number} at state {open.State} was open: it has no end";
    }

    private static IEnumerable<string> OfCurrent(BuildState before, StateCode state, string what)
    {
        if (state != before.Current)
            yield return $"state {state} {what}, and the current state is {before.Current}";
    }

    private static string Held(BuildState before) =>
        before.Lease is { } lease ? $"the one that is held has token {lease.Token}" : "none is held";

    private static string Word(BuildEvent happened) => happened switch
    {
        BuildEvent.Created => "a creation",
        BuildEvent.PlanChanged => "a change of the plan",
        BuildEvent.Claimed => "a claim",
        BuildEvent.Started => "a start",
        BuildEvent.Completed => "a completion",
        BuildEvent.Failed => "a failure",
        BuildEvent.Interrupted => "an interruption",
        BuildEvent.ManuallyRetried => "a manual retry",
        BuildEvent.RolledBack => "a rollback",
        BuildEvent.MetadataSet => "metadata",
        BuildEvent.ArtifactRecorded => "an artifact",
        BuildEvent.ResumeTokenSet => "a resume token",
        BuildEvent.Restored => "a restoration",
        BuildEvent.Erased or BuildEvent.ValuesErased => "an erasure",
        _ => "an event",
    };
}
