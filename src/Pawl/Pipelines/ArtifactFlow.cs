using System.Collections.Immutable;

namespace Pawl.Pipelines;

/// <summary>Checks that an artifact has one maker in any build, and that states need only what an earlier state makes.</summary>
internal static class ArtifactFlow
{
    public static void Check(ImmutableArray<StateDraft> drafts, Pipeline pipeline, FaultCollector faults)
    {
        var makers = new Dictionary<string, List<(PipelineState State, SourcePosition At)>>(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            foreach (var (needed, at) in draft.Needs)
                CheckNeed(draft, needed, at, makers, pipeline, faults);
            foreach (var (artifact, at) in draft.Artifacts)
            {
                if (!makers.TryGetValue(artifact.Name, out var others))
                    makers[artifact.Name] = others = [];
                if (others.Find(other => !other.State.When.Excludes(draft.State.When)) is { State: not null } twin)
                    faults.Add(
                        at,
                        $"artifact `{artifact.Name}` is made twice, first in line {twin.At.Line}",
                        "give one of the two another name");
                others.Add((draft.State, at));
            }
        }
    }

    private static void CheckNeed(
        StateDraft draft,
        string needed,
        SourcePosition at,
        Dictionary<string, List<(PipelineState State, SourcePosition At)>> makers,
        Pipeline pipeline,
        FaultCollector faults)
    {
        bool IsInPlan(PipelineState state) => state.When.Holds(pipeline.Provider, pipeline.ImageType);

        if (!makers.TryGetValue(needed, out var earlier))
        {
            var meant = Suggestion.For(needed, makers.Keys);
            faults.Add(at, $"no earlier state makes the artifact `{needed}`", meant.Length > 0
                ? $"did you mean `{meant}`?"
                : "add it to the `artifacts` of the state that makes it, or take it out of `needs`");
        }
        else if (IsInPlan(draft.State) && !earlier.Exists(maker => IsInPlan(maker.State)))
        {
            faults.Add(
                at,
                $"state {earlier[0].State.Code} makes the artifact `{needed}`, but its `when` leaves it out for {pipeline.Provider} {pipeline.ImageType}",
                "make the two states' `when` agree");
        }
    }
}
