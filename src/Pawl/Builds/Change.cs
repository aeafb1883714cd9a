using System.Collections.Immutable;

namespace Pawl.Builds;

/// <summary>A change to one build that is about to be appended: the state that it builds on, the events, and the state after them.
/// Every method checks one rule of the state machine and returns the change with its events added; nothing happens until a store
/// appends it. Pure but for the ids of the events.</summary>
public sealed partial class Change
{
    private readonly Occasion _occasion;

    private Change(BuildState before, BuildState after, ImmutableArray<BuildEvent> events, Occasion occasion)
    {
        Before = before;
        After = after;
        Events = events;
        _occasion = occasion;
    }

    /// <summary>The state whose version the store must still have.</summary>
    public BuildState Before { get; }

    /// <summary>The state once the events are appended.</summary>
    public BuildState After { get; }

    /// <summary>The events, in order.</summary>
    public ImmutableArray<BuildEvent> Events { get; }

    /// <summary>What must be done because of the change. Not every store can write it down: see <see cref="Stores.IDebtLedger"/>.</summary>
    public ImmutableArray<Debt> Debts { get; private init; } = [];

    /// <summary>Begins a change with no events yet.</summary>
    public static Change To(BuildState state, Occasion occasion) => new(state, state, [], occasion);

    /// <summary>The build begins.</summary>
    /// <exception cref="TransitionRefusedException">It exists.</exception>
    public Change Create(Label provider, Label imageType, Plan plan, PipelineReference pipeline)
    {
        if (After.Exists)
            throw new TransitionRefusedException($"build {After.Id} exists already, at state {After.Current} ({After.Status.ToText()}); go on with `pawl resume {After.Id}`, or choose another id");
        return With(new BuildEvent.Created(After.Id, provider, imageType, plan, pipeline) { Id = NewId(), At = At, By = By });
    }

    /// <summary>An attempt at the current state begins. One that a dead worker left open is marked interrupted first.</summary>
    /// <exception cref="TransitionRefusedException">The state isn't the current one, or the build is completed.</exception>
    public Change Start(StateCode state)
    {
        RequireCurrent(state, "start");
        var closed = InterruptOpenAttempt("begun anew");
        var number = closed.After.Attempts.GetValueOrDefault(state) + 1;
        return closed.With(new BuildEvent.Started(state, number) { Id = NewId(), At = At, By = By });
    }

    /// <summary>The current state's work is done; the plan's next state becomes the current one.</summary>
    /// <exception cref="TransitionRefusedException">The state isn't the current one, or the build is completed.</exception>
    public Change Succeed(StateCode state)
    {
        RequireCurrent(state, "succeed");
        return With(new BuildEvent.Completed(state, After.Plan.After(state)) { Id = NewId(), At = At, By = By });
    }

    /// <summary>The current state's attempt failed; the state stays the current one.</summary>
    /// <exception cref="TransitionRefusedException">The state isn't the current one, or the build is completed.</exception>
    public Change Fail(StateCode state, Failure failure)
    {
        RequireCurrent(state, "fail");
        return With(new BuildEvent.Failed(state, failure) { Id = NewId(), At = At, By = By });
    }

    /// <summary>The open attempt, if there is one, ended without a result.</summary>
    public Change InterruptOpenAttempt(string reason) => After.Attempt is { } attempt
        ? With(new BuildEvent.Interrupted(attempt.State, reason) { Id = NewId(), At = At, By = By })
        : this;

    /// <summary>Somebody looked into the failure: the retry count starts anew.</summary>
    /// <exception cref="TransitionRefusedException">The build isn't failed.</exception>
    public Change RetryManually(string reason)
    {
        RequireOpen("retry");
        if (After.Status != BuildStatus.Failed)
            throw new TransitionRefusedException($"build {After.Id} is {After.Status.ToText()} at state {After.Current}, not failed; there is nothing to retry, `pawl resume {After.Id}` goes on");
        return With(new BuildEvent.ManuallyRetried(After.Current, reason) { Id = NewId(), At = At, By = By });
    }

    /// <summary>Back to an earlier state that completed; it and the later ones run again.</summary>
    /// <exception cref="TransitionRefusedException">The state isn't earlier, or its completion doesn't count.</exception>
    public Change RollBack(StateCode to, string reason)
    {
        RequireOpen("roll back");
        if (to >= After.Current || !After.Completed.Contains(to))
        {
            var possible = After.Completed.Where(code => code < After.Current).ToArray();
            var hint = possible.Length == 0 ? "no state is" : string.Join(", ", possible);
            throw new TransitionRefusedException($"build {After.Id} can't go back to state {to}: it is not an earlier state that is completed; completed now: {hint}");
        }

        var closed = InterruptOpenAttempt("rolled back");
        return closed.With(new BuildEvent.RolledBack(After.Current, to, reason) { Id = NewId(), At = At, By = By });
    }

    /// <summary>The completed state before the current one: where a rollback goes by default.</summary>
    /// <exception cref="TransitionRefusedException">There is none.</exception>
    public static StateCode LastCompletedBefore(BuildState state)
    {
        var earlier = state.Completed.Where(code => code < state.Current).ToArray();
        return earlier.Length > 0
            ? earlier[^1]
            : throw new TransitionRefusedException($"build {state.Id} can't go back: no state before {state.Current} is completed");
    }

    /// <summary>The same change, with exactly these debts.</summary>
    public Change Owing(ImmutableArray<Debt> debts) => new(Before, After, Events, _occasion) { Debts = debts };

    private DateTimeOffset At => _occasion.At;

    private string By => _occasion.Worker.Name;

    private static Guid NewId() => Guid.CreateVersion7();

    private Change With(BuildEvent happened)
    {
        // What another program does to it is no decision of Pawl's.
        if (After.Erasure is { } erasure && happened is not BuildEvent.ForeignChangeAdopted)
            throw new TransitionRefusedException($"build {After.Id} was erased by {erasure.By} at {UtcTime.Format(erasure.At)}: {erasure.Reason}. Nothing follows; begin a new build under another id");
        var chained = happened with { Origin = _occasion.Worker.Origin.Value, Previous = After.Head.IsNone ? ChainHash.Late : After.Head };
        return new Change(Before, History.Apply(After, chained), Events.Add(chained), _occasion) { Debts = Debts };
    }

    private void RequireCurrent(StateCode state, string verb)
    {
        RequireOpen(verb);
        if (state == After.Current)
            return;
        var done = After.Completed.Contains(state) ? " and already completed" : "";
        throw new TransitionRefusedException($"can't {verb} state {state} of build {After.Id}: it is not the current state{done}; the current state is {After.Current} ({After.Status.ToText()})");
    }

    private void RequireExisting(string verb)
    {
        if (!After.Exists)
            throw new TransitionRefusedException($"build {After.Id} doesn't exist yet: can't {verb}; begin it with `pawl init` or `pawl run`");
    }

    private void RequireOpen(string verb)
    {
        RequireExisting(verb);
        if (After.Status == BuildStatus.Completed)
            throw new TransitionRefusedException($"build {After.Id} is completed, and nothing follows: can't {verb} any more; begin a new build under another id");
    }
}
