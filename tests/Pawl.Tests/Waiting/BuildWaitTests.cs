using CsCheck;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Tests.Builds;
using Pawl.Waiting;
using Xunit;

namespace Pawl.Tests.Waiting;

/// <summary>Waits for builds of any history, looked at at any times.</summary>
public sealed class BuildWaitTests
{
    private static readonly Gen<WaitGoal> Goals = Gen.OneOf<WaitGoal>(
        Gen.Int[0, 100].Select(code => (WaitGoal)new WaitGoal.State(StateCode.From(code))),
        Gen.Enum<BuildStatus>().Select(status => (WaitGoal)new WaitGoal.Status(status)));

    [Fact]
    public void The_outcome_depends_on_what_happened_and_not_on_when_it_was_looked_at() =>
        Gen.Select(GeneratedHistories.All, Goals, Gen.Int[0, 60].Array[0, 8]).Sample((history, goal, cuts) =>
        {
            int[] rough = [1, .. cuts.Select(cut => 1 + (cut % history.Count)).Order(), history.Count];

            var (looked, all) = (Wait(history, goal, rough), Wait(history, goal, Enumerable.Range(1, history.Count)));

            Assert.Equal((all.Verdict, all.Builds[0].State.Version), (looked.Verdict, looked.Builds[0].State.Version));
        });

    [Fact]
    public void The_first_version_that_decides_is_the_one_that_is_told() =>
        Gen.Select(GeneratedHistories.All, Goals).Sample((history, goal) =>
        {
            var versions = Enumerable.Range(1, history.Count).Select(count => History.Apply(BuildState.None(GeneratedHistories.Id), history.Take(count)));
            var first = versions.FirstOrDefault(build => goal.Judge(build) != WaitVerdict.Waiting);

            var result = Wait(history, goal, Enumerable.Range(1, history.Count));

            Assert.Equal(first is null ? WaitVerdict.Waiting : goal.Judge(first), result.Verdict);
            Assert.Equal(first?.Version ?? new BuildVersion(history.Count), result.Builds[0].State.Version);
        });

    [Fact]
    public void A_state_is_reached_when_all_before_it_that_the_plan_has_are_completed() =>
        Gen.Select(GeneratedHistories.All, Gen.Int[0, 100]).Sample((history, code) =>
        {
            var build = History.Apply(BuildState.None(GeneratedHistories.Id), history);

            var isReached = new WaitGoal.State(StateCode.From(code)).Judge(build) == WaitVerdict.Reached;

            Assert.Equal(build.Plan.States.Where(state => state.Code.Value < code).All(state => build.Completed.Contains(state.Code)), isReached);
        });

    [Fact]
    public async Task A_state_that_was_reached_and_left_again_between_two_looks_counts()
    {
        var history = Begun(change => change.Succeed(StateCode.First), change => change.RollBack(StateCode.First, "once more"));

        var result = await WaitAsync(new ScriptedStore(history, 1, 3), new WaitGoal.State(StateCode.From(5)), CancellationToken.None);

        Assert.Equal((WaitVerdict.Reached, 5), (result.Verdict, result.Builds[0].State.Current.Value));
    }

    [Fact]
    public async Task Trouble_of_the_store_is_told_once_and_waited_through()
    {
        var store = new ScriptedStore(Begun(change => change.Succeed(StateCode.First)), 1, 1, 1, 2);
        store.Troubles[1] = store.Troubles[2] = new StoreException(StoreFault.Unreachable, "no answer; password=horse-battery-staple");
        var told = new List<string>();

        var result = await WaitAsync(store, new WaitGoal.State(StateCode.From(5)), CancellationToken.None, told.Add);

        Assert.Equal(WaitVerdict.Reached, result.Verdict);
        Assert.Contains("no answer", Assert.Single(told), StringComparison.Ordinal);
        Assert.DoesNotContain("horse", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_that_lasts_until_the_time_is_over_is_the_outcome()
    {
        using var deadline = new CancellationTokenSource();
        var store = new ScriptedStore(Begun(), 1, 1, 1) { AtEnd = deadline.Cancel };
        store.Troubles[1] = store.Troubles[2] = new StoreException(StoreFault.Unreachable, "no answer");

        await Assert.ThrowsAsync<StoreException>(() => WaitAsync(store, new WaitGoal.State(StateCode.From(5)), deadline.Token));
    }

    [Theory]
    [InlineData(StoreFault.Corrupt)]
    [InlineData(StoreFault.Denied)]
    public async Task Trouble_that_does_not_pass_ends_the_wait(StoreFault fault)
    {
        var store = new ScriptedStore(Begun(), 1, 1);
        store.Troubles[1] = new StoreException(fault, "no");

        var thrown = await Assert.ThrowsAsync<StoreException>(() => WaitAsync(store, new WaitGoal.State(StateCode.From(5)), CancellationToken.None));

        Assert.Equal(fault, thrown.Fault);
    }

    [Theory]
    [InlineData(WaitQuorum.All, WaitVerdict.Reached, WaitVerdict.Reached, WaitVerdict.Reached)]
    [InlineData(WaitQuorum.All, WaitVerdict.Waiting, WaitVerdict.Reached, WaitVerdict.Waiting)]
    [InlineData(WaitQuorum.All, WaitVerdict.Failed, WaitVerdict.Waiting, WaitVerdict.Failed)]
    [InlineData(WaitQuorum.All, WaitVerdict.Missing, WaitVerdict.Missing, WaitVerdict.Waiting)]
    [InlineData(WaitQuorum.Any, WaitVerdict.Reached, WaitVerdict.Failed, WaitVerdict.Reached)]
    [InlineData(WaitQuorum.Any, WaitVerdict.Waiting, WaitVerdict.Failed, WaitVerdict.Waiting)]
    [InlineData(WaitQuorum.Any, WaitVerdict.Failed, WaitVerdict.Missing, WaitVerdict.Failed)]
    [InlineData(WaitQuorum.Any, WaitVerdict.Unreachable, WaitVerdict.Unreachable, WaitVerdict.Missing)]
    public void Several_builds_have_one_verdict(WaitQuorum quorum, WaitVerdict expected, WaitVerdict one, WaitVerdict other)
    {
        Assert.Equal(expected, quorum.Of([one, other]));
        Assert.Equal(expected, quorum.Of([other, one]));
    }

    private static WaitResult Wait(List<BuildEvent> history, WaitGoal goal, IEnumerable<int> lookedAt)
    {
        using var deadline = new CancellationTokenSource();
        var store = new ScriptedStore(history, lookedAt) { AtEnd = deadline.Cancel };
        return WaitAsync(store, goal, deadline.Token).GetAwaiter().GetResult();
    }

    private static Task<WaitResult> WaitAsync(ScriptedStore store, WaitGoal goal, CancellationToken deadline, Action<string>? warn = null) =>
        new BuildWait(new BuildLog(store, TimeProvider.System, new Worker("me@here")), goal, WaitQuorum.All, Absence.IsFinal, warn ?? (_ => { }))
            .RunAsync([GeneratedHistories.Id], store, deadline, CancellationToken.None);

    private static List<BuildEvent> Begun(params Func<Change, Change>[] steps)
    {
        var change = Change.To(BuildState.None(GeneratedHistories.Id), new Occasion(DateTimeOffset.UnixEpoch, new Worker("me@here")))
            .Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None);
        return [.. steps.Aggregate(change, (before, step) => step(before)).Events];
    }
}
