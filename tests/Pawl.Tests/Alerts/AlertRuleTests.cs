using Pawl.Alerts;
using Pawl.Builds;
using Xunit;
using static Pawl.Tests.Alerts.AlertFileText;

namespace Pawl.Tests.Alerts;

public sealed class AlertRuleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Worker Me = new("me@here");
    private static readonly Failure Transient = new("no route to host", FailureCategory.Transient, "network", Noon);

    [Fact]
    public void A_state_is_reached_when_it_becomes_the_current_one_or_is_passed()
    {
        var plan = new Plan([new(StateCode.From(65), "a"), new(StateCode.From(75), "b"), new(StateCode.Final, "c")]);
        var build = Change.To(BuildState.None(BuildId.Parse("b")), new Occasion(Noon, Me)).Create(Label.Parse("aws"), Label.Parse("x"), plan, PipelineReference.None).After;
        var step = Change.To(build, new Occasion(Noon, Me)).Succeed(StateCode.From(65));
        Assert.Equal(["b reached state 75 b"], Texts("name: r, on: reached, states: [70], to: [ops]", step));
        Assert.Empty(Texts("name: r, on: reached, states: [80], to: [ops]", step));
        Assert.Empty(Texts("name: r, on: reached, states: [60], to: [ops]", step));
    }

    [Fact]
    public void A_rule_is_about_its_category_state_provider_and_image_type_only()
    {
        var failed = At(Created()).Fail(StateCode.First, Transient);
        Assert.Equal(["b failed at state 0 Initialized (transient)"], Texts("name: r, on: failed, category: transient, states: [0-4], provider: [aws], image_type: [x], to: [ops]", failed));
        Assert.Empty(Texts("name: r, on: failed, category: persistent, to: [ops]", failed));
        Assert.Empty(Texts("name: r, on: failed, states: [5], to: [ops]", failed));
        Assert.Empty(Texts("name: r, on: failed, provider: [gcp], to: [ops]", failed));
        Assert.Empty(Texts("name: r, on: failed, image_type: [y], to: [ops]", failed));
    }

    [Fact]
    public void Tries_are_used_up_when_a_transient_failure_is_not_tried_again()
    {
        const string rule = "name: r, on: retries_used_up, to: [ops]";
        Assert.Empty(Texts(rule, At(Created()).Fail(StateCode.First, Transient)));
        Assert.Single(Texts(rule, At(Created()).Fail(StateCode.First, Transient with { RetryAt = null })));
        Assert.Empty(Texts(rule, At(Created()).Fail(StateCode.First, Transient with { RetryAt = null, Category = FailureCategory.Persistent })));
    }

    [Fact]
    public void A_build_that_is_taken_over_tells_of_the_worker_that_is_gone()
    {
        var held = At(Created()).Claim(TimeSpan.FromSeconds(20), _ => false).After;
        var taken = Change.To(held, new Occasion(Noon + TimeSpan.FromMinutes(1), new Worker("you@there"))).Claim(TimeSpan.FromSeconds(20), _ => false);
        Assert.Equal(["b: its worker me@here is gone at state 0 Initialized; you@there took over"], Texts("name: r, on: lease_lost, to: [ops]", taken));
        Assert.Empty(Texts("name: r, on: lease_lost, to: [ops]", At(Created()).Claim(TimeSpan.FromSeconds(20), _ => false)));
    }

    [Fact]
    public void Time_raises_an_alert_once_a_period_with_the_same_id_for_whoever_looks()
    {
        var rule = Assert.Single(Valid(WithRules("name: r, on: stuck, for: 2h, at_most_every: 1h, to: [ops]")).Rules);
        var entry = new StateEntry(new BuildVersion(1), Noon);
        Assert.Null(TimedAlert.Stuck(rule, Created(), entry, Noon.AddMinutes(119)));
        var first = TimedAlert.Stuck(rule, Created(), entry, Noon.AddMinutes(120))!;
        Assert.Equal("b has been at state 0 Initialized for 2h (running)", first.Alert.Text);
        Assert.Equal(Noon.AddHours(3), first.Until);
        Assert.Equal(first.For(rule, "ops").Id, TimedAlert.Stuck(rule, Created(), entry, Noon.AddMinutes(179))!.For(rule, "ops").Id);
        Assert.NotEqual(first.For(rule, "ops").Id, TimedAlert.Stuck(rule, Created(), entry, Noon.AddMinutes(180))!.For(rule, "ops").Id);
    }

    [Fact]
    public void No_secret_of_an_error_is_in_an_alert()
    {
        var failed = At(Created()).Fail(StateCode.First, Transient with { Error = "curl -u me:hunter22hunter22 https://x; password=hunter22hunter22" });
        var alert = Assert.Single(AlertRules.Raise(Valid(WithRules("name: r, on: failed, to: [ops]")).Rules, failed)).Alert;
        Assert.DoesNotContain("hunter22", alert.ToString(), StringComparison.Ordinal);
    }

    private static BuildState Created() =>
        At(BuildState.None(BuildId.Parse("b"))).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None).After;

    private static Change At(BuildState state) => Change.To(state, new Occasion(Noon, Me));

    private static IEnumerable<string> Texts(string rule, Change change) => AlertRules.Raise(Valid(WithRules(rule)).Rules, change).Select(one => one.Alert.Text);
}
