using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pawl.Builds;
using Pawl.Cli.Screens;
using Pawl.Running;
using Xunit;

namespace Pawl.Tests.Screens;

public sealed class ScreenTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlannedState Kickstart = new(StateCode.From(5), "Kickstart");

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly StringWriter _out = new();

    public void Dispose() => _out.Dispose();

    [Fact]
    public void A_plain_screen_has_time_and_state_before_each_line()
    {
        var screen = new PlainScreen(_out, _time);

        screen.Show(new RunEvent.OutputLine(Kickstart, "fetching\u001b[2J"));
        screen.Show(new RunEvent.AttemptFailed(Build(0), Kickstart, new Failure("exit code 75\nlast words", FailureCategory.Transient, "exit 75", Noon), TimeSpan.FromSeconds(1.25)));
        screen.Show(new RunEvent.Notice("first\nsecond"));

        Assert.Equal(
            [
                "2026-01-02 12:00:00Z [  5 Kickstart] fetching",
                "2026-01-02 12:00:00Z [  5 Kickstart] failed after 1.3s (transient, exit 75): exit code 75",
                "2026-01-02 12:00:00Z first",
                "2026-01-02 12:00:00Z second",
            ],
            Lines().Select(line => line.TrimEnd()));
    }

    [Fact]
    public void A_JSON_screen_prints_an_object_a_line_whatever_the_task_prints()
    {
        var screen = new JsonScreen(_out, _time);

        screen.Show(new RunEvent.OutputLine(Kickstart, "a \"quoted\"\nline\u001b[2J"));
        screen.Show(new RunEvent.BuildLeft(Build(5), RunOutcome.Interrupted));

        var lines = Lines().Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(("output", 5, "a \"quoted\"\nline\u001b[2J"), (Text(lines[0], "event"), lines[0].GetProperty("state").GetInt32(), Text(lines[0], "line")));
        Assert.Equal(("build_left", "interrupted", "2026-01-02T12:00:00.000Z"), (Text(lines[1], "event"), Text(lines[1], "outcome"), Text(lines[1], "timestamp")));
        Assert.False(lines[1].TryGetProperty("line", out _));
    }

    [Fact]
    public void The_time_left_is_what_earlier_builds_took_less_what_this_attempt_has_taken()
    {
        var durations = new Dictionary<StateCode, TimeSpan> { [StateCode.From(5)] = TimeSpan.FromMinutes(10), [StateCode.From(10)] = TimeSpan.FromMinutes(2) };
        var progress = new RunProgress()
            .After(new RunEvent.BuildEntered(Build(0), durations), Noon)
            .After(new RunEvent.AttemptStarted(Build(0), Kickstart, 1, 3, Noon), Noon);

        // State 100 isn't known: it counts as the mean of the others, 6 minutes.
        Assert.Equal(TimeSpan.FromMinutes(18), progress.Remaining(Noon));
        Assert.Equal(TimeSpan.FromMinutes(15), progress.Remaining(Noon.AddMinutes(3)));
        Assert.Equal(TimeSpan.FromMinutes(8), progress.Remaining(Noon.AddHours(1)));
        var waiting = progress.After(new RunEvent.RetryWaiting(Build(0), Kickstart, 2, 3, Noon.AddMinutes(5)), Noon);
        Assert.Equal(TimeSpan.FromMinutes(23), waiting.Remaining(Noon));
        Assert.Null(new RunProgress().After(new RunEvent.BuildEntered(Build(0), new Dictionary<StateCode, TimeSpan>()), Noon).Remaining(Noon));
    }

    [Fact]
    public void The_live_block_shows_the_state_the_try_and_when_the_next_one_is_due()
    {
        var running = new RunProgress().After(new RunEvent.AttemptStarted(Build(0), Kickstart, 2, 3, Noon), Noon);
        Assert.Equal("[  5 Kickstart] 1m 05s  try 2 of 3", LiveBlock.StateLine(running, Noon.AddSeconds(65)));

        var waiting = running.After(new RunEvent.RetryWaiting(Build(0), Kickstart, 3, 3, Noon.AddMinutes(5)), Noon);
        Assert.Equal("[  5 Kickstart]  try 3 of 3 in 4m 00s, at 2026-01-02 12:05:00Z", LiveBlock.StateLine(waiting, Noon.AddMinutes(1)));
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private string[] Lines() => _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static BuildState Build(int completed)
    {
        var plan = new Plan([Kickstart, new(StateCode.From(10), "Green image"), new(StateCode.Final, "Delivered")]);
        var change = Change.To(BuildState.None(BuildId.Parse("web-42")), new Occasion(Noon, new Worker("me")))
            .Create(Label.Parse("aws"), Label.Parse("rhel8"), plan, PipelineReference.None);
        return completed == 0 ? change.After : change.Succeed(StateCode.From(5)).After;
    }
}
