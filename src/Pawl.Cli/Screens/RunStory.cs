using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Running;

namespace Pawl.Cli.Screens;

/// <summary>What a screen for people says of an event.</summary>
/// <param name="Prefix">The state's prefix; empty for the build as a whole.</param>
/// <param name="Text">One line or more.</param>
/// <param name="Colour">Its colour, where colours are wanted.</param>
internal sealed record RunStory(string Prefix, string Text, Colour? Colour = null)
{
    /// <summary>The event in words. Output lines are the task's own words and have no story.</summary>
    public static RunStory Of(RunEvent happened, DateTimeOffset now) => happened switch
    {
        RunEvent.BuildEntered e => new("", Entered(e)),
        RunEvent.AttemptStarted e => new(StatePrefix.Of(e.State), e.Try > 1 ? $"try {e.Try} of {e.Tries}" : "started", Output.Colour.Cyan),
        RunEvent.OutputLine e => new(StatePrefix.Of(e.State), TaskLine.Clean(e.Line, TaskColours.Removed)),
        RunEvent.StateCompleted e => new(StatePrefix.Of(e.State), $"completed in {TimeText.Elapsed(e.Elapsed)}", Output.Colour.Green),
        RunEvent.AttemptFailed e => new(StatePrefix.Of(e.State), Failed(e), Output.Colour.Red),
        RunEvent.RetryWaiting e => new(StatePrefix.Of(e.State), $"try {e.Try} of {e.Tries} {TimeText.Relative(e.Until, now)}, at {TimeText.Absolute(e.Until)}", Output.Colour.Yellow),
        RunEvent.AttemptInterrupted e => new(StatePrefix.Of(e.State), $"interrupted: {Visible.Line(e.Reason)}", Output.Colour.Yellow),
        RunEvent.Notice e => new("", Visible.Text(e.Text), Output.Colour.Yellow),
        RunEvent.BuildLeft e => Left(e),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
    };

    private static string Entered(RunEvent.BuildEntered e)
    {
        var done = e.Build.Plan.States.Count(s => e.Build.Completed.Contains(s.Code));
        if (e.Build.Status == BuildStatus.Completed)
            return $"build {e.Build.Id}: all its states are completed already";
        return done == 0
            ? $"build {e.Build.Id}: {e.Build.Plan.States.Length} states, begins at {BuildText.State(e.Build)}"
            : $"build {e.Build.Id}: {done} of {e.Build.Plan.States.Length} states are completed, goes on at {BuildText.State(e.Build)}";
    }

    // How it ended is the first line; the task's last words stand above already.
    private static string Failed(RunEvent.AttemptFailed e)
    {
        var ended = Visible.Line(e.Failure.Error.Split('\n')[0]);
        return $"failed after {TimeText.Elapsed(e.Elapsed)} ({e.Failure.Category.ToText()}, {Visible.Line(e.Failure.Rule)}): {ended}";
    }

    private static RunStory Left(RunEvent.BuildLeft e) => e.Outcome switch
    {
        RunOutcome.Completed => new("", $"build {e.Build.Id} is completed", Output.Colour.Green),
        RunOutcome.Failed => new("", $"build {e.Build.Id} failed at state {BuildText.State(e.Build)}; `pawl status {e.Build.Id}` says why, `pawl retry {e.Build.Id} --reason REASON` and `pawl resume {e.Build.Id}` go on", Output.Colour.Red),
        RunOutcome.Interrupted => new("", $"build {e.Build.Id} stopped at state {BuildText.State(e.Build)}; `pawl resume {e.Build.Id}` goes on", Output.Colour.Yellow),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.Outcome, "no such outcome"),
    };
}
