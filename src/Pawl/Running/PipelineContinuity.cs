using Pawl.Builds;
using Pawl.Pipelines;

namespace Pawl.Running;

/// <summary>Compares the pipeline file that a build began with and the one it goes on with.</summary>
public static class PipelineContinuity
{
    /// <summary>Takes an edited pipeline over, if it is one; <paramref name="tell"/> gets what people should know about it.</summary>
    /// <exception cref="TransitionRefusedException">The build can't go on with this pipeline.</exception>
    public static Change TakeOver(Change change, Pipeline pipeline, Action<string> tell)
    {
        var build = change.After;
        RequireSame(build, pipeline);
        var plan = pipeline.PlanFor(build.Provider, build.ImageType);
        if (build.Pipeline == pipeline.Reference && build.Plan.Equals(plan))
            return change;
        var changed = change.ChangePlan(plan, pipeline.Reference);
        if (build.Pipeline.Hash != pipeline.Hash)
            Describe(build, plan, pipeline, tell);
        return changed;
    }

    /// <summary>Checks that a build, completed ones too, is one of this pipeline: a job that reuses another's build id must not pass.</summary>
    /// <exception cref="TransitionRefusedException">It is not.</exception>
    public static void RequireSame(BuildState build, Pipeline pipeline)
    {
        if (!build.Exists)
            return;
        if (build.Provider != pipeline.Provider || build.ImageType != pipeline.ImageType)
            throw new TransitionRefusedException($"build {build.Id} is for {build.Provider}/{build.ImageType}, and {pipeline.Path} is for {pipeline.Provider}/{pipeline.ImageType}; take the right file, or another build id");
        if (build.Pipeline.Exists && build.Pipeline.Name != pipeline.Name)
            throw new TransitionRefusedException($"build {build.Id} follows the pipeline '{build.Pipeline.Name}', and {pipeline.Path} is '{pipeline.Name}'; take the right file, or another build id");
    }

    private static void Describe(BuildState build, Plan plan, Pipeline pipeline, Action<string> tell)
    {
        var known = build.Plan.States.Select(s => s.Code).ToHashSet();
        var added = plan.States.Where(s => !known.Contains(s.Code)).Select(s => s.Code).ToArray();
        var removed = known.Where(code => !plan.Contains(code)).Order().ToArray();
        var missed = added.Where(code => code < build.Current).ToArray();
        tell($"{pipeline.Path} was edited since this build last ran; it goes on with the file as it is now"
            + Text("; new states: ", added) + Text("; states gone: ", removed)
            + Text("; new states before the current one, which are not run: ", missed));
    }

    private static string Text(string title, StateCode[] codes) => codes.Length == 0 ? "" : title + string.Join(", ", codes);
}
