using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;

namespace Pawl.Running;

/// <summary>A failed state whose tries are used up isn't tried again because somebody restarted a job: a person has to say why it should be.</summary>
public static class PeopleNeeded
{
    /// <summary>Why a build waits for people, and what they do; null when it doesn't.</summary>
    /// <param name="build">The build.</param>
    /// <param name="state">Its current state, as its pipeline has it.</param>
    public static string? Why(BuildState build, PipelineState state)
    {
        if (build.Status != BuildStatus.Failed || build.LastFailure?.Failure.RetryAt is not null)
            return null;
        if (build.RetryCount < state.Retry.Attempts && state.Retry.Strategy != RetryStrategy.Manual)
            return null;
        var used = state.Retry.Strategy == RetryStrategy.Manual
            ? "is retried by hand only"
            : $"has used up its tries ({build.RetryCount} of {state.Retry.Attempts})";
        return $"state {state.Code} {state.Name} {used}; look into it, then `pawl retry {build.Id} --reason REASON`";
    }
}
