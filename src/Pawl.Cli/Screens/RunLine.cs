using Pawl.Builds;
using Pawl.Running;

namespace Pawl.Cli.Screens;

/// <summary>One event of a run as JSON; what an event doesn't have is left out.</summary>
internal sealed record RunLine
{
    public required string Event { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public string? BuildId { get; init; }

    public int? State { get; init; }

    public string? StateName { get; init; }

    public int? Try { get; init; }

    public int? Tries { get; init; }

    public string? Line { get; init; }

    public long? ElapsedMilliseconds { get; init; }

    public string? Category { get; init; }

    public string? Rule { get; init; }

    public string? ErrorMessage { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public string? Text { get; init; }

    public int? CurrentState { get; init; }

    public string? Status { get; init; }

    public string? Outcome { get; init; }

    public static RunLine Of(RunEvent happened, DateTimeOffset now) => happened switch
    {
        RunEvent.BuildEntered e => About("build_entered", e.Build, now),
        RunEvent.AttemptStarted e => About("attempt_started", e.State, now) with { BuildId = e.Build.Id.Value, Try = e.Try, Tries = e.Tries },
        RunEvent.OutputLine e => About("output", e.State, now) with { Line = e.Line },
        RunEvent.StateCompleted e => About("state_completed", e.State, now) with { BuildId = e.Build.Id.Value, ElapsedMilliseconds = (long)e.Elapsed.TotalMilliseconds },
        RunEvent.AttemptFailed e => About("attempt_failed", e.State, now) with
        {
            BuildId = e.Build.Id.Value,
            ElapsedMilliseconds = (long)e.Elapsed.TotalMilliseconds,
            Category = e.Failure.Category.ToText(),
            Rule = e.Failure.Rule,
            ErrorMessage = e.Failure.Error,
            RetryAt = e.Failure.RetryAt,
        },
        RunEvent.RetryWaiting e => About("retry_waiting", e.State, now) with { BuildId = e.Build.Id.Value, Try = e.Try, Tries = e.Tries, RetryAt = e.Until },
        RunEvent.AttemptInterrupted e => About("attempt_interrupted", e.State, now) with { BuildId = e.Build.Id.Value, Text = e.Reason },
        RunEvent.Notice e => new() { Event = "notice", Timestamp = now, Text = e.Text },
        RunEvent.BuildLeft e => About("build_left", e.Build, now) with { Outcome = Word(e.Outcome) },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
    };

    private static RunLine About(string name, BuildState build, DateTimeOffset now) => new()
    {
        Event = name,
        Timestamp = now,
        BuildId = build.Id.Value,
        CurrentState = build.Current.Value,
        Status = build.Status.ToText(),
    };

    private static RunLine About(string name, PlannedState state, DateTimeOffset now) =>
        new() { Event = name, Timestamp = now, State = state.Code.Value, StateName = state.Name };

    private static string Word(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed => "completed",
        RunOutcome.Failed => "failed",
        RunOutcome.Interrupted => "interrupted",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no such outcome"),
    };
}
