using Pawl.Builds;

namespace Pawl.Running;

/// <summary>What a runner tells the screen while it works.</summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>Work on the build begins or goes on.</summary>
    /// <param name="Build">The build as it stands.</param>
    /// <param name="Durations">How long each state took in earlier builds of this pipeline (medians); states never seen are missing.</param>
    public sealed record BuildEntered(BuildState Build, IReadOnlyDictionary<StateCode, TimeSpan> Durations) : RunEvent;

    /// <summary>An attempt begins.</summary>
    /// <param name="Build">The build as it stands.</param>
    /// <param name="State">Its code and name.</param>
    /// <param name="Try">1 for the first try since the state was entered.</param>
    /// <param name="Tries">The most tries that the strategy makes.</param>
    /// <param name="At">When.</param>
    public sealed record AttemptStarted(BuildState Build, PlannedState State, int Try, int Tries, DateTimeOffset At) : RunEvent;

    /// <summary>A line of a task's output, redacted.</summary>
    public sealed record OutputLine(PlannedState State, string Line) : RunEvent;

    /// <summary>A state is completed, durably.</summary>
    public sealed record StateCompleted(BuildState Build, PlannedState State, TimeSpan Elapsed) : RunEvent;

    /// <summary>An attempt failed, durably.</summary>
    public sealed record AttemptFailed(BuildState Build, PlannedState State, Failure Failure, TimeSpan Elapsed) : RunEvent;

    /// <summary>The runner waits for the next attempt's time.</summary>
    public sealed record RetryWaiting(BuildState Build, PlannedState State, int Try, int Tries, DateTimeOffset Until) : RunEvent;

    /// <summary>An attempt was stopped before it had a result.</summary>
    public sealed record AttemptInterrupted(BuildState Build, PlannedState State, string Reason) : RunEvent;

    /// <summary>Something that people should know; the work goes on.</summary>
    public sealed record Notice(string Text) : RunEvent;

    /// <summary>The runner ends; <see cref="RunOutcome"/> says how.</summary>
    public sealed record BuildLeft(BuildState Build, RunOutcome Outcome) : RunEvent;
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>State 100 is completed.</summary>
    Completed,

    /// <summary>The current state failed, and no automatic retry is left or right.</summary>
    Failed,

    /// <summary>It was told to stop.</summary>
    Interrupted,
}

/// <summary>Where a runner's events are shown. Called from one thread at a time.</summary>
public interface IRunScreen
{
    /// <summary>Shows one event.</summary>
    void Show(RunEvent happened);
}
