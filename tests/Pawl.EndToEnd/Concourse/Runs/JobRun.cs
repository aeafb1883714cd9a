using System.Text.Json.Nodes;

namespace Pawl.EndToEnd.Concourse.Runs;

/// <summary>Runs a job of a pipeline as Concourse would, after atc/exec: hooks and modifiers in their order, each task and script in a folder of its own
/// with nothing but its inputs, artifacts kept for this run alone.</summary>
internal sealed class JobRun(JobWorld world, JsonObject pipeline)
{
    // What is wrapped by what, from the outside (atc/steps.go, StepPrecedence).
    private static readonly string[] Wrappers = ["ensure", "on_error", "on_abort", "on_failure", "on_success", "attempts"];

    private readonly StepScripts _scripts = new(world, pipeline);
    private CancellationToken _lost = CancellationToken.None;

    /// <summary>What was run, in order: <c>put build succeed 5: Succeeded</c>.</summary>
    internal IReadOnlyList<string> Steps => _scripts.Steps;

    /// <summary>Everything that scripts and tasks printed.</summary>
    internal string Log => _scripts.Log;

    /// <summary>Runs a job to its end.</summary>
    internal async Task<StepEnd> RunAsync(string job, CancellationToken abort)
    {
        var found = pipeline["jobs"]!.AsArray().Single(one => (string?)one!["name"] == job)!.AsObject();
        return await DoAsync(found["plan"]!.AsArray(), abort);
    }

    /// <summary>Runs a job until its machine is lost: no hook runs any more.</summary>
    internal async Task RunUntilLostAsync(string job, CancellationToken lost)
    {
        _lost = lost;
        await RunAsync(job, lost);
    }

    private async Task<StepEnd> DoAsync(JsonArray steps, CancellationToken abort)
    {
        foreach (var step in steps)
        {
            if (abort.IsCancellationRequested)
                return StepEnd.Aborted;
            if (await RunAsync(step!.AsObject(), 0, abort) is var end and not StepEnd.Succeeded)
                return end;
        }

        return StepEnd.Succeeded;
    }

    private async Task<StepEnd> RunAsync(JsonObject step, int depth, CancellationToken abort)
    {
        while (depth < Wrappers.Length && !step.ContainsKey(Wrappers[depth]))
            depth++;
        if (depth == Wrappers.Length)
            return await CoreAsync(step, abort);
        var wrapper = Wrappers[depth];
        if (wrapper == "attempts")
            return await RetryAsync(step, depth, abort);
        var end = await RunAsync(step, depth + 1, abort);
        if (_lost.IsCancellationRequested)
            return end;
        var hook = step[wrapper]!.AsObject();
        return (wrapper, end) switch
        {
            ("on_success", StepEnd.Succeeded) => await RunAsync(hook, 0, abort),
            ("on_failure", StepEnd.Failed) => await RunAsync(hook, 0, abort) is StepEnd.Errored ? StepEnd.Errored : end,
            ("on_error", StepEnd.Errored) or ("on_abort", StepEnd.Aborted) or ("ensure", _) => await AndThenAsync(hook, end),
            _ => end,
        };
    }

    // These hooks run whatever happens, and change nothing of how it ended.
    private async Task<StepEnd> AndThenAsync(JsonObject hook, StepEnd end)
    {
        await RunAsync(hook, 0, CancellationToken.None);
        return end;
    }

    private async Task<StepEnd> RetryAsync(JsonObject step, int depth, CancellationToken abort)
    {
        var end = StepEnd.Failed;
        for (var left = (long)step["attempts"]!; left > 0 && end is StepEnd.Failed or StepEnd.Errored; left--)
            end = await RunAsync(step, depth + 1, abort);
        return end;
    }

    private Task<StepEnd> CoreAsync(JsonObject step, CancellationToken abort) => step switch
    {
        _ when step.ContainsKey("do") => DoAsync(step["do"]!.AsArray(), abort),
        _ when step.ContainsKey("get") => _scripts.GetAsync(step, abort),
        _ when step.ContainsKey("put") => _scripts.PutAsync(step, abort),
        _ when step.ContainsKey("task") => _scripts.TaskAsync(step, abort),
        _ => throw new InvalidOperationException($"no such step: {step.ToJsonString()}"),
    };
}
