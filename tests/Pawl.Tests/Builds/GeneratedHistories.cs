using CsCheck;
using Pawl.Builds;

namespace Pawl.Tests.Builds;

/// <summary>Histories as workers, scripts and people make them: everything that the state machine lets them do, in any order.</summary>
internal static class GeneratedHistories
{
    public static readonly BuildId Id = BuildId.Parse("b");

    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Worker[] Workers = [new("a@one", new ProcessIdentity("one", 1, 1)), new("b@two", new ProcessIdentity("two", 1, 1))];

    /// <summary>All of them.</summary>
    public static Gen<List<BuildEvent>> All { get; } =
        from codes in Gen.Int[0, 99].HashSet[1, 5]
        from steps in Gen.Select(Gen.Int[0, 19], Gen.Int[0, 4]).Array[0, 50]
        select Play([.. codes.Order(), 100], steps);

    /// <summary>True when the state machine itself would write this event onto this state.</summary>
    public static bool IsAllowed(BuildState state, BuildEvent happened)
    {
        var change = At(state, 0);
        // A history doesn't tell whether a lease was still live.
        var free = At(state with { Lease = null }, 0);
        try
        {
            return happened switch
            {
                BuildEvent.Created e => !state.Exists && e.BuildId == state.Id,
                _ when !state.Exists || state.Erasure is not null => false,
                BuildEvent.PlanChanged e => change.ChangePlan(e.Plan, e.Pipeline).Events.Length == 1,
                BuildEvent.Claimed e => change.Claim(TimeSpan.FromSeconds(1), _ => true).Events is [BuildEvent.Claimed made] && e.Token >= made.Token,
                BuildEvent.Released e => change.Release().Events is [BuildEvent.Released made] && made.Token == e.Token,
                BuildEvent.Started e => change.Start(e.State).Events is [BuildEvent.Started made] && made.Attempt == e.Attempt,
                BuildEvent.Completed e => change.Succeed(e.State).Events is [BuildEvent.Completed made] && made.Next == e.Next && !state.Completed.Contains(e.State),
                BuildEvent.Failed e => change.Fail(e.State, e.Failure).Events.Length == 1,
                BuildEvent.Interrupted e => change.InterruptOpenAttempt("x").Events is [BuildEvent.Interrupted made] && made.State == e.State,
                BuildEvent.ManuallyRetried e => change.RetryManually("x").Events is [BuildEvent.ManuallyRetried made] && made.State == e.State,
                BuildEvent.RolledBack e => change.RollBack(e.To, "x").Events is [BuildEvent.RolledBack made] && made.From == e.From,
                BuildEvent.ArtifactRecorded e => change.Record(e.Artifact).Events.Length == 1 && e.Artifact.State == state.Current,
                BuildEvent.HoldPlaced e => change.PlaceHold(e.Reason).Events.Length == 1,
                BuildEvent.HoldLifted e => change.LiftHold(e.Reason).Events.Length == 1,
                BuildEvent.Erased => free.Erase("x").Events.Length == 1,
                BuildEvent.ValuesErased e => free.EraseValues(e.Pieces, "x").Events.Length == 1,
                BuildEvent.MetadataSet e => change.SetMetadata(e.Key, e.Value).Events.Length <= 1,
                _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "not generated"),
            };
        }
        catch (TransitionRefusedException)
        {
            return false;
        }
    }

    private static List<BuildEvent> Play(int[] codes, (int Kind, int Number)[] steps)
    {
        var plan = new Plan([.. codes.Select(code => new PlannedState(StateCode.From(code), $"n{code}"))]);
        var created = At(BuildState.None(Id), 0).Create(Label.Parse("aws"), Label.Parse("x"), plan, PipelineReference.None);
        // Only of sealed builds anything can be erased.
        var events = created.Events.Select(happened => happened is BuildEvent.Created first ? first with { Seal = Seal.Parse($"1:{new string('0', 32)}") } : happened).ToList();
        var state = History.Apply(BuildState.None(Id), events);
        foreach (var (kind, number) in steps)
        {
            try
            {
                var change = Step(At(state, number), kind, number);
                events.AddRange(change.Events);
                state = change.After;
            }
            catch (Exception e) when (e is TransitionRefusedException or BuildHeldException)
            {
                // Not now.
            }
        }

        return events;
    }

    private static Change Step(Change change, int kind, int number)
    {
        var current = change.After.Current;
        return kind switch
        {
            0 or 1 => change.Claim(TimeSpan.FromSeconds(1), _ => true),
            2 or 3 => change.Start(current),
            4 or 5 or 6 => change.Record(new Artifact($"a{number}", "/a", 1, "00", current)).Succeed(current),
            7 => change.Succeed(current).Release(),
            8 => change.Fail(current, new Failure("x", FailureCategory.Transient, "test", null)),
            9 => change.RetryManually("because"),
            10 => change.RollBack(Change.LastCompletedBefore(change.After), "because"),
            11 => change.InterruptOpenAttempt("stopped").Release(),
            12 => change.ChangePlan(change.After.Plan, new PipelineReference("p", "/p", $"{number}")),
            13 => change.PlaceHold("case"),
            14 => change.LiftHold("closed"),
            15 => change.EraseValues([new SealedPiece(new BuildVersion(1 + number), SealedPart.Content), new SealedPiece(new BuildVersion(1), SealedPart.Identity)], "request"),
            16 when number == 0 => change.Erase("request"),
            _ => change.SetMetadata($"k{number}", $"{change.After.Version}"),
        };
    }

    private static Change At(BuildState state, int second) => Change.To(state, new Occasion(Noon.AddSeconds(second), Workers[second % Workers.Length]));
}
