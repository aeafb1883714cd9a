using Pawl.Builds;
using Xunit;

namespace Pawl.Tests.Builds;

/// <summary>What may be erased, and what may follow.</summary>
public sealed class ErasureRulesTests
{
    private static readonly Occasion Now = new(DateTimeOffset.UnixEpoch.AddDays(1), new Worker("anna@ci"));

    private static readonly BuildState Sealed = Begin(Seal.Parse($"1:{new string('0', 32)}"));

    [Fact]
    public void An_erased_build_says_when_why_and_by_whom_and_nothing_follows()
    {
        var erased = Change.To(Sealed, Now).Claim(TimeSpan.FromHours(1), _ => false).Start(StateCode.First).Release().Erase("request 17").After;
        Assert.Equal(new Erasure(Now.At, "anna@ci", "request 17"), erased.Erasure);
        Assert.Equal((null, null), (erased.Attempt, erased.Lease));
        var change = Change.To(erased, Now);
        foreach (var more in (Action[])[
            () => change.Start(StateCode.First), () => change.Succeed(StateCode.First), () => change.SetMetadata("a", "1"), () => change.PlaceHold("x"),
            () => change.Erase("again"), () => change.Restore(Sealed, Now.At, "x"), () => change.Claim(TimeSpan.FromHours(1), _ => false)])
        {
            Assert.Contains("was erased by anna@ci", Assert.Throws<TransitionRefusedException>(more).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_another_program_does_to_an_erased_build_is_still_seen()
    {
        var erased = Change.To(Sealed, Now).Erase("request 17").After;
        var foreign = new ForeignChange(StateCode.First, BuildStatus.Failed, [], BuildState.EmptyMetadata);
        Assert.Equal(BuildStatus.Failed, Change.To(erased, Now).Adopt(foreign).After.Status);
    }

    [Fact]
    public void A_build_on_hold_one_that_is_worked_on_and_one_that_no_key_makes_unreadable_are_refused()
    {
        SealedPiece[] one = [new(new BuildVersion(1), SealedPart.Content)];
        var held = Change.To(Change.To(Sealed, Now).PlaceHold("case 4").After, Now);
        Assert.Contains("is on hold", Assert.Throws<TransitionRefusedException>(() => held.Erase("x")).Message, StringComparison.Ordinal);
        Assert.Throws<TransitionRefusedException>(() => held.EraseValues([.. one], "x"));
        var other = new Occasion(Now.At, new Worker("b@two"));
        var claimed = Change.To(Change.To(Sealed, Now).Claim(TimeSpan.FromHours(1), _ => false).After, other);
        Assert.Throws<BuildHeldException>(() => claimed.Erase("x"));
        Assert.Throws<BuildHeldException>(() => claimed.EraseValues([.. one], "x"));
        var open = Change.To(Begin(Seal.None), Now);
        Assert.Contains("isn't sealed", Assert.Throws<TransitionRefusedException>(() => open.Erase("x")).Message, StringComparison.Ordinal);
        Assert.Throws<TransitionRefusedException>(() => Change.To(BuildState.None(Sealed.Id), Now).Erase("x"));
    }

    [Fact]
    public void A_build_of_which_values_were_erased_goes_on_and_a_restoration_brings_none_back()
    {
        var erased = Change.To(Sealed, Now).SetMetadata("a", "1").EraseValues([new(new BuildVersion(2), SealedPart.Content)], "x");
        Assert.Equal(new BuildVersion(3), erased.After.ErasedUpTo);
        Assert.Equal(new BuildVersion(3), erased.Restore(Sealed, Now.At, "x").After.ErasedUpTo);
        Assert.Equal(new BuildVersion(3), erased.Succeed(StateCode.First).After.ErasedUpTo);
    }

    private static BuildState Begin(Seal seal)
    {
        var id = BuildId.Parse("web-42");
        var created = Change.To(BuildState.None(id), Now).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None);
        return History.Apply(BuildState.None(id), created.Events.Select(happened => ((BuildEvent.Created)happened) with { Seal = seal }));
    }
}
