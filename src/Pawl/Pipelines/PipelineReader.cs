using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Pipelines;

/// <summary>Makes a pipeline of the tree of a file, or names all that is wrong with it in one go.</summary>
public static class PipelineReader
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="root">The file's one value.</param>
    /// <param name="source">Where it comes from.</param>
    public static PipelineReading Read(SourceNode root, PipelineSource source)
    {
        var faults = new FaultCollector(source.File);
        var map = new MapReader(root, MapShape.Pipeline, faults);
        map.Require("name", "add `name: my-image` at the top");
        map.Require("provider", "add `provider: private`, or aws, azure, gcp, a name of yours");
        map.Require("image_type", "add `image_type: debian12-base`, or what you call the image");
        map.Require("states", "add `states:` with a list of states, the last one `- {code: 100, name: Delivered}`");

        var shell = map.Value<Shell>("shell", Shell.Sh, ValueParsers.ShellWord);
        var drafts = map.Items("states", "[{code: 100, name: Delivered}]").Select(node => StateReader.Read(node, shell, faults)).ToImmutableArray();
        var pipeline = new Pipeline
        {
            Name = map.Value<string>("name", "", ValueParsers.PipelineName),
            Provider = map.Value<Label>("provider", default, ValueParsers.LabelText),
            ImageType = map.Value<Label>("image_type", default, ValueParsers.LabelText),
            Environment = map.Environment("env"),
            Secrets = Unique.Values(map.Values<string>("secrets", ValueParsers.VariableName), "`secrets`", faults),
            Passed = Unique.Values(map.Values<string>("pass", ValueParsers.KeyVariable), "`pass`", faults),
            Hidden = Unique.Values(map.Values<string>("hide", ValueParsers.VariableName), "`hide`", faults),
            States = [.. drafts.Select(d => d.State)],
            Path = source.Path,
            Hash = source.Hash,
        };
        if (map.HasList("states"))
            StateOrder.Check(drafts, map.ValueAt("states"), faults);
        ArtifactFlow.Check(drafts, pipeline, faults);

        var found = faults.InOrder();
        return found.IsEmpty ? new PipelineReading.Valid(pipeline) : new PipelineReading.Faulty(found);
    }
}

/// <summary>Lists whose items must differ.</summary>
internal static class Unique
{
    /// <summary>The values of a list; a value that is there before is a fault.</summary>
    public static ImmutableArray<T> Values<T>(ImmutableArray<Placed<T>> list, string what, FaultCollector faults)
    {
        var seen = new HashSet<T>();
        foreach (var (value, at) in list)
        {
            if (!seen.Add(value))
                faults.Add(at, $"`{value}` is in {what} twice", "take one of the two out");
        }

        return [.. list.Select(item => item.Value)];
    }
}
