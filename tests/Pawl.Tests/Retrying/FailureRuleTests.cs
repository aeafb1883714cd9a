using System.Diagnostics;
using Pawl.Retrying;
using Pawl.Running;
using Xunit;

namespace Pawl.Tests.Retrying;

public sealed class FailureRuleTests
{
    private static readonly TaskEnd Exit1 = new TaskEnd.Exited(1);

    [Fact]
    public void An_exit_rule_means_that_exit_code_alone()
    {
        var rule = Parse("exit 75");

        Assert.True(rule.Matches(new TaskEnd.Exited(75), []));
        Assert.False(rule.Matches(Exit1, ["exit 75"]));
        Assert.False(rule.Matches(new TaskEnd.Signaled(75), []));
    }

    [Theory]
    [InlineData("signal KILL")]
    [InlineData("signal SIGKILL")]
    [InlineData("signal 9")]
    public void A_signal_rule_also_means_what_a_shell_makes_of_the_signal(string text)
    {
        var rule = Parse(text);

        Assert.True(rule.Matches(new TaskEnd.Signaled(9), []));
        Assert.True(rule.Matches(new TaskEnd.Exited(137), []));
        Assert.False(rule.Matches(new TaskEnd.Signaled(15), []));
        Assert.False(rule.Matches(new TaskEnd.Exited(9), []));
        Assert.Equal(text, rule.Text);
    }

    [Fact]
    public void A_timeout_rule_means_the_states_timeout()
    {
        Assert.True(Parse("timeout").Matches(new TaskEnd.TimedOut(TimeSpan.FromSeconds(1)), []));
        Assert.False(Parse("timeout").Matches(Exit1, ["timeout"]));
    }

    [Fact]
    public void A_pattern_means_any_line_that_it_matches()
    {
        var rule = Parse("/(?i)disk [0-9]+ full$/");

        Assert.True(rule.Matches(Exit1, ["a", "Disk 12 FULL", "b"]));
        Assert.False(rule.Matches(Exit1, ["disk full", "disk 1 full?"]));
        Assert.False(rule.Matches(Exit1, []));
    }

    [Theory]
    [InlineData("/(a+)+$/")]
    [InlineData("/(a|aa)*b.*c.*d/")]
    [InlineData("/^(([a-z])+.)+[A-Z]([a-z])+$/")]
    [InlineData("/x(.{500}){4}y/")]
    [InlineData("/.*.*.*.*.*.*.*.*=.*/")]
    public void No_pattern_can_hold_a_build_up(string text)
    {
        var lines = Enumerable.Repeat(new string('a', 1_000_000) + "!", 10).ToArray();
        var started = Stopwatch.GetTimestamp();

        Parse(text).Matches(Exit1, lines);

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void An_overlong_pattern_is_refused()
    {
        Assert.False(FailureRule.TryParse($"/{new string('x', 1001)}/", out _, out var complaint));
        Assert.Contains("shorten it", complaint.Mend, StringComparison.Ordinal);
    }

    private static FailureRule Parse(string text) =>
        FailureRule.TryParse(text, out var rule, out var complaint) ? rule : throw new FormatException(complaint.ToString());
}
