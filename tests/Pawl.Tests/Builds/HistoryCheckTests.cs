using CsCheck;
using Pawl.Builds;
using Xunit;

namespace Pawl.Tests.Builds;

public sealed class HistoryCheckTests
{
    private static readonly StateCode S0 = StateCode.From(0), S5 = StateCode.From(5);

    // What is done to an event, to which one, and by how much.
    private static readonly Gen<(int Kind, int At, int By)> Mutations = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 200], Gen.Int[1, 3]);

    [Fact]
    public void What_the_state_machine_wrote_has_no_fault() => GeneratedHistories.All.Sample(history => Assert.Empty(Check([.. history])));

    [Fact]
    public void An_event_has_a_fault_exactly_when_the_state_machine_would_not_have_written_it()
    {
        var found = 0;
        Gen.Select(GeneratedHistories.All, Mutations).Sample(
            (history, mutation) =>
            {
                var check = new HistoryCheck(GeneratedHistories.Id);
                // Without the chain, which would find each of them.
                foreach (var happened in Mutate([.. history.Select(happened => happened with { Previous = ChainHash.None })], mutation))
                {
                    var allowed = GeneratedHistories.IsAllowed(check.State, happened);
                    Assert.Equal(allowed, check.Add(happened).Count == 0);
                    if (!allowed)
                        Interlocked.Increment(ref found);
                }
            },
            iter: 2_000);
        Assert.True(found > 500, $"the mutations made only {found} faults");
    }

    [Fact]
    public void A_history_that_does_not_begin_with_the_creation_is_not_whole() =>
        Assert.Contains("1: the history doesn't begin with the build's creation", Check([Started(S0, 1)]));

    [Fact]
    public async Task An_empty_history_is_not_whole()
    {
        var faults = await HistoryCheck.FindAsync(GeneratedHistories.Id, AsyncEnumerable.Empty<BuildEvent>(), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains("empty", Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_that_is_created_twice_is_a_fault() => Assert.Equal(["2: the build is created a second time"], Check([Created(), Created()]));

    [Fact]
    public void Another_builds_history_is_a_fault() => Assert.Equal(
        ["it is the history of build b, not of c"],
        new HistoryCheck(BuildId.Parse("c")).Add(Created()).Select(fault => fault.Message));

    [Fact]
    public void Attempts_that_overlap_are_a_fault() => Assert.Equal(
        ["3: attempt 2 at state 0 overlaps attempt 1 at state 0, which has no end"],
        Check([Created(), Started(S0, 1), Started(S0, 2)]));

    [Fact]
    public void A_claim_that_leaves_an_attempt_open_is_a_fault() => Assert.Equal(
        ["3: the lease was claimed while attempt 1 at state 0 was open: it has no end"],
        Check([Created(), Started(S0, 1), Claimed(1)]));

    [Fact]
    public void An_attempt_number_that_is_left_out_is_a_fault() => Assert.Equal(
        ["2: attempt 2 at state 0 follows attempt 0"],
        Check([Created(), Started(S0, 2)]));

    [Fact]
    public void A_state_that_is_not_the_current_one_can_not_be_started_completed_or_fail()
    {
        Assert.Equal(["2: state 5 was started, and the current state is 0"], Check([Created(), Started(S5, 1)]));
        Assert.Equal(["2: state 5 completed, and the current state is 0"], Check([Created(), Completed(S5, 10)]));
        Assert.Equal(["2: state 5 failed, and the current state is 0"], Check([Created(), Failed(S5)]));
    }

    [Fact]
    public void A_completion_that_counts_twice_is_a_fault() => Assert.Contains(
        "3: state 0 completed twice, without a rollback between",
        Check([Created(), Completed(S0, 5), Completed(S0, 5)]));

    [Fact]
    public void A_completion_that_leaves_out_a_state_of_the_plan_is_a_fault() => Assert.Equal(
        ["2: state 0 is followed by 10, and in the plan by 5"],
        Check([Created(), Completed(S0, 10)]));

    [Fact]
    public void A_fencing_token_that_does_not_grow_is_a_fault() => Assert.Equal(
        ["3: the lease was claimed with the fencing token 1, and 1 was given out before"],
        Check([Created(), Claimed(1), Claimed(1)]));

    [Fact]
    public void A_lease_that_nobody_holds_can_not_be_given_back() => Assert.Equal(
        ["3: the lease with token 2 was given back, and the one that is held has token 1"],
        Check([Created(), Claimed(1), Released(2)]));

    [Fact]
    public void An_interruption_of_nothing_is_a_fault() => Assert.Equal(
        ["2: an attempt at state 0 was interrupted, and none was open"],
        Check([Created(), new BuildEvent.Interrupted(S0, "x") { Id = Guid.NewGuid(), At = default, By = "x" }]));

    [Fact]
    public void A_rollback_to_a_state_that_never_completed_is_a_fault() => Assert.Equal(
        ["3: rolled back to state 5, which is no earlier state that is completed"],
        Check([Created(), Completed(S0, 5), new BuildEvent.RolledBack(S5, S5, "x") { Id = Guid.NewGuid(), At = default, By = "x" }]));

    [Fact]
    public void Nothing_but_giving_the_lease_back_follows_the_completion()
    {
        var states = StandardStates.Plan.States.Select(state => Completed(state.Code, StandardStates.Plan.After(state.Code).Value));
        BuildEvent[] whole = [Created(), Claimed(1), .. states];
        Assert.Empty(Check([.. whole, Released(1)]));
        Assert.Equal(
            ["24: metadata after the build was completed: nothing follows that"],
            Check([.. whole, new BuildEvent.MetadataSet("k", "v") { Id = Guid.NewGuid(), At = default, By = "x" }]));
    }

    private static string[] Check(BuildEvent[] history)
    {
        var check = new HistoryCheck(GeneratedHistories.Id);
        return [.. history.SelectMany(check.Add).Select(fault => $"{fault.Version}: {fault.Message}")];
    }

    private static List<BuildEvent> Mutate(List<BuildEvent> history, (int Kind, int At, int By) mutation)
    {
        var at = mutation.At % history.Count;
        var other = (at + mutation.By) % history.Count;
        switch (mutation.Kind)
        {
            case 0:
                history.RemoveAt(at);
                break;
            case 1:
                history.Insert(other, history[at]);
                break;
            case 2:
                (history[at], history[other]) = (history[other], history[at]);
                break;
            case 3:
                history.RemoveRange(at, Math.Min(mutation.By, history.Count - at));
                break;
            default:
                history[at] = Change(history[at], mutation.By);
                break;
        }

        return history;
    }

    private static BuildEvent Change(BuildEvent happened, int by) => happened switch
    {
        BuildEvent.Claimed e => e with { Token = e.Token - by },
        BuildEvent.Released e => e with { Token = e.Token + by },
        BuildEvent.Started e when by == 1 => e with { Attempt = e.Attempt + 1 },
        BuildEvent.Started e => e with { State = Other(e.State, by) },
        BuildEvent.Completed e when by == 1 => e with { Next = Other(e.Next, by) },
        BuildEvent.Completed e => e with { State = Other(e.State, by) },
        BuildEvent.Failed e => e with { State = Other(e.State, by) },
        BuildEvent.Interrupted e => e with { State = Other(e.State, by) },
        BuildEvent.ManuallyRetried e => e with { State = Other(e.State, by) },
        BuildEvent.RolledBack e when by == 1 => e with { From = Other(e.From, by) },
        BuildEvent.RolledBack e => e with { To = Other(e.To, by) },
        BuildEvent.ArtifactRecorded e => e with { Artifact = e.Artifact with { State = Other(e.Artifact.State, by) } },
        _ => happened,
    };

    private static StateCode Other(StateCode code, int by) => StateCode.From((code.Value + by) % 101);

    private static BuildEvent.Created Created() => new(GeneratedHistories.Id, Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None)
    {
        Id = Guid.NewGuid(), At = default, By = "x",
    };

    private static BuildEvent.Claimed Claimed(long token) => new(new Worker("x"), token, default) { Id = Guid.NewGuid(), At = default, By = "x" };

    private static BuildEvent.Released Released(long token) => new(token) { Id = Guid.NewGuid(), At = default, By = "x" };

    private static BuildEvent.Started Started(StateCode state, int attempt) => new(state, attempt) { Id = Guid.NewGuid(), At = default, By = "x" };

    private static BuildEvent.Completed Completed(StateCode state, int next) => new(state, StateCode.From(next)) { Id = Guid.NewGuid(), At = default, By = "x" };

    private static BuildEvent.Failed Failed(StateCode state) => new(state, new Failure("x", FailureCategory.Transient, "r", null))
    {
        Id = Guid.NewGuid(), At = default, By = "x",
    };
}
