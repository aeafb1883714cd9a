using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Retrying;

namespace Pawl.Pipelines;

/// <summary>A state as read, with the places that checks across states need.</summary>
internal sealed record StateDraft(
    PipelineState State,
    Placed<int> Code,
    ImmutableArray<Placed<ArtifactDeclaration>> Artifacts,
    ImmutableArray<Placed<string>> Needs)
{
    /// <summary>Stands for a code that couldn't be read.</summary>
    public const int NoCode = -1;

    public bool HasCode => Code.Value != NoCode;
}

/// <summary>Reads one state.</summary>
internal static class StateReader
{
    public static StateDraft Read(SourceNode node, Shell shell, FaultCollector faults)
    {
        var map = new MapReader(node, MapShape.State, faults);
        map.Require("code", "add `code:` and a number from 0 to 100");
        var number = map.Number("code", StateDraft.NoCode, 0, 100);
        var code = StateCode.TryFrom(number, out var known) ? known : StateCode.Final;
        var standardName = StandardStates.Plan.Contains(code) ? StandardStates.Plan.NameOf(code) : "";
        if (number >= 0 && standardName.Length == 0)
            map.Require("name", $"add `name:`; only the standard states 0, 5, 10 ... 100 have a name of their own, and {number} is none");

        var artifacts = Artifacts(map, faults);
        var needs = map.Values<string>("needs", ValueParsers.ArtifactName);
        var state = new PipelineState
        {
            Code = code,
            Name = map.Value<string>("name", standardName, ValueParsers.StateName),
            Run = map.Verbatim<string>("run", "", ValueParsers.Script),
            Shell = map.Value<Shell>("shell", shell, ValueParsers.ShellWord),
            Environment = map.Environment("env"),
            Directory = map.Value<PathTemplate>("dir", PathTemplate.Here, PathTemplate.TryParse),
            Timeout = map.Value<TimeSpan>("timeout", Timeout.InfiniteTimeSpan, ValueParsers.PositiveDuration),
            KillAfter = map.Value<TimeSpan>("kill_after", PipelineState.DefaultKillAfter, Duration.TryParse),
            Retry = RetryReader.Read(map, code, faults),
            Transient = Unique.Values(map.Values<FailureRule>("transient", FailureRule.TryParse), "`transient`", faults),
            Persistent = Unique.Values(map.Values<FailureRule>("persistent", FailureRule.TryParse), "`persistent`", faults),
            Artifacts = [.. artifacts.Select(a => a.Value)],
            Needs = Unique.Values(needs, "`needs`", faults),
            When = When(map, code, faults),
        };
        return new(state, new(number, map.ValueAt("code")), artifacts, needs);
    }

    private static ImmutableArray<Placed<ArtifactDeclaration>> Artifacts(MapReader state, FaultCollector faults)
    {
        var artifacts = ImmutableArray.CreateBuilder<Placed<ArtifactDeclaration>>();
        foreach (var node in state.Items("artifacts", "[{name: rootfs, path: out/rootfs.tar}]"))
        {
            var map = new MapReader(node, MapShape.Artifact, faults);
            map.Require("name", "add `name: rootfs`, or what later states call it in `needs`");
            map.Require("path", "add `path: out/rootfs.tar`, or where the state puts it");
            var declared = new ArtifactDeclaration(
                map.Value<string>("name", "", ValueParsers.ArtifactName),
                map.Value<PathTemplate>("path", PathTemplate.Here, PathTemplate.TryParse));
            if (declared.Name.Length > 0)
                artifacts.Add(new(declared, map.ValueAt("name")));
        }

        return artifacts.ToImmutable();
    }

    private static StateCondition When(MapReader state, StateCode code, FaultCollector faults)
    {
        if (!state.Has("when"))
            return StateCondition.Always;
        var map = state.Map("when", MapShape.When);
        if (state.Has("code") && code == StateCode.Final)
            faults.Add(
                state.KeyAt("when"),
                "state 100 has a `when`, but every build ends with it",
                "take `when` out, and put conditional work into a state before 100");
        return new(Labels(map, "provider", faults), Labels(map, "image_type", faults));
    }

    private static ImmutableArray<Label> Labels(MapReader when, string key, FaultCollector faults)
    {
        if (when.HasList(key) && when.Items(key, "").IsEmpty)
            faults.Add(
                when.ValueAt(key),
                $"`{key}` is an empty list, which no build is in",
                $"name at least one, or take `{key}` out for any");
        return Unique.Values(when.Values<Label>(key, ValueParsers.LabelText), $"`{key}`", faults);
    }
}
