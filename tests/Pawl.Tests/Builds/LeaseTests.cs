using Pawl.Builds;
using Xunit;

namespace Pawl.Tests.Builds;

public sealed class LeaseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Twenty = TimeSpan.FromSeconds(20);
    private static readonly Worker First = new("first@here", new ProcessIdentity("boot", 10, 1));
    private static readonly Worker Second = new("second@there", new ProcessIdentity("other", 10, 1));

    [Fact]
    public void A_second_worker_is_refused_with_who_holds_the_build_since_when_and_until_when()
    {
        var held = Assert.Throws<BuildHeldException>(() => By(Second, Claimed(), 19).Claim(Twenty, _ => false));
        Assert.Equal((First, Noon, Noon + Twenty), (held.Lease.Holder, held.Lease.Since, held.Lease.Until));
        Assert.Contains("first@here since 2026-01-02T12:00:00.000Z, until 2026-01-02T12:00:20.000Z", held.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_lease_can_be_taken_over_with_a_higher_token_and_the_dead_attempt_is_marked_interrupted()
    {
        var change = By(Second, By(First, Claimed(), 1).Start(StateCode.First).After, 20).Claim(Twenty, _ => false);
        Assert.IsType<BuildEvent.Interrupted>(change.Events[0]);
        Assert.Equal((2, Second, null), (change.After.Lease!.Token, change.After.Lease.Holder, change.After.Attempt));
    }

    [Fact]
    public void The_lease_of_a_holder_known_to_be_dead_can_be_taken_over_at_once()
    {
        var change = By(Second, Claimed(), 1).Claim(Twenty, holder => holder == First);
        Assert.Equal(2, change.After.Lease!.Token);
    }

    [Fact]
    public void Tokens_grow_also_over_a_released_lease()
    {
        var released = By(First, Claimed(), 1).Release().After;
        Assert.Equal(2, By(Second, released, 2).Claim(Twenty, _ => false).After.Lease!.Token);
    }

    [Fact]
    public void A_worker_whose_lease_was_taken_over_is_told_so()
    {
        var taken = By(Second, Claimed(), 30).Claim(Twenty, _ => false).After;
        Assert.Throws<LeaseLostException>(() => By(First, taken, 31).RequireLease(1));
    }

    [Fact]
    public void Two_runs_of_the_same_user_on_the_same_machine_exclude_each_other()
    {
        var other = First with { Process = new ProcessIdentity("boot", 11, 1) };
        Assert.Throws<BuildHeldException>(() => By(other, Claimed(), 1).Claim(Twenty, _ => false));
    }

    private static BuildState Claimed()
    {
        var created = By(First, BuildState.None(BuildId.Parse("b")), 0)
            .Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None);
        return By(First, created.After, 0).Claim(Twenty, _ => false).After;
    }

    private static Change By(Worker worker, BuildState state, int second) => Change.To(state, new Occasion(Noon.AddSeconds(second), worker));
}
