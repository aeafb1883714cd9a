using Pawl.Builds;
using Pawl.Running;

namespace Pawl.Cli.Screens;

/// <summary>What a live screen keeps of a run. Pure: events and times come from outside.</summary>
internal sealed record RunProgress
{
    /// <summary>The build as it was last told of.</summary>
    public BuildState? Build { get; init; }

    /// <summary>When this run began.</summary>
    public DateTimeOffset BeganAt { get; init; }

    /// <summary>The state that is tried, was tried last, or waits.</summary>
    public PlannedState? State { get; init; }

    /// <summary>When its present attempt began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The try's number since the state was entered.</summary>
    public int Try { get; init; }

    /// <summary>The most tries.</summary>
    public int Tries { get; init; }

    /// <summary>When the next try is due; null while one runs.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>How long each state took in earlier builds.</summary>
    public IReadOnlyDictionary<StateCode, TimeSpan> Durations { get; init; } = new Dictionary<StateCode, TimeSpan>();

    /// <summary>How many of the plan's states are completed.</summary>
    public int Completed => Build is { } build ? build.Plan.States.Count(s => build.Completed.Contains(s.Code)) : 0;

    /// <summary>How many states the plan has.</summary>
    public int Total => Build?.Plan.States.Length ?? 0;

    public RunProgress After(RunEvent happened, DateTimeOffset now) => happened switch
    {
        RunEvent.BuildEntered e => this with { Build = e.Build, BeganAt = now, Durations = e.Durations },
        RunEvent.AttemptStarted e => this with { Build = e.Build, State = e.State, StartedAt = e.At, Try = e.Try, Tries = e.Tries, RetryAt = null },
        RunEvent.StateCompleted e => this with { Build = e.Build },
        RunEvent.AttemptFailed e => this with { Build = e.Build },
        RunEvent.RetryWaiting e => this with { Build = e.Build, State = e.State, Try = e.Try, Tries = e.Tries, RetryAt = e.Until },
        RunEvent.AttemptInterrupted e => this with { Build = e.Build, State = null, RetryAt = null },
        RunEvent.BuildLeft e => this with { Build = e.Build, State = null, RetryAt = null },
        _ => this,
    };

    /// <summary>The time left by earlier builds' measure; null when there are none. A state that they don't know counts as their mean.</summary>
    public TimeSpan? Remaining(DateTimeOffset now)
    {
        if (Build is not { } build || Durations.Count == 0)
            return null;
        var mean = TimeSpan.FromTicks((long)Durations.Values.Average(d => d.Ticks));
        var left = TimeSpan.Zero;
        foreach (var state in build.Plan.States.Where(s => !build.Completed.Contains(s.Code)))
        {
            var whole = Durations.GetValueOrDefault(state.Code, mean);
            var spent = state == State && RetryAt is null ? now - StartedAt : TimeSpan.Zero;
            left += whole > spent ? whole - spent : TimeSpan.Zero;
        }

        return RetryAt is { } due && due > now ? left + (due - now) : left;
    }
}
