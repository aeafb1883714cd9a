using Pawl.Fuzz.Targets;

namespace Pawl.Fuzz;

/// <summary>Something that reads bytes which Pawl may not have written.</summary>
/// <param name="Name">Its name on the command line, and the name of its folder in <c>seeds</c>.</param>
/// <param name="Words">What inputs are made of: the fuzzer puts these together as well as single bytes.</param>
/// <param name="Try">Reads the bytes. It catches the exception that the reader documents, and nothing else: whatever comes out is a finding.</param>
internal sealed record Target(string Name, IReadOnlyList<string> Words, Action<byte[]> Try)
{
    /// <summary>All targets. To add one: a line here, a few lines in <c>Targets</c>, a real input or two in <c>seeds</c>.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        JsonTargets.Event, JsonTargets.Snapshot, JsonTargets.Metadata, JsonTargets.Summaries, JsonTargets.Answer,
        ObjectTargets.History, ObjectTargets.Index, ObjectTargets.State,
        HistoryTargets.History, BucketTargets.Build, BucketTargets.Anchor, BucketTargets.Backup,
        PipelineTargets.Pipeline, PipelineTargets.Rule, PipelineTargets.Output,
        TextTargets.StoreLocation, TextTargets.CacheLocation, TextTargets.Duration, TextTargets.Time, TextTargets.Names, TextTargets.Path,
        CosmosTargets.Item, PackerTargets.Manifest, PackerTargets.Output, AlertTargets.File, AlertTargets.Owed, ConcourseTargets.Request, SealedTargets.Text,
        SecretTargets.Stream, SecretTargets.Text, SecretTargets.Message,
    ];

    private static readonly Target[] Planted = [PlantedTargets.Failure, PlantedTargets.Depth, PlantedTargets.Hang, PlantedTargets.Memory];

    /// <summary>The target of this name; null when there is none.</summary>
    public static Target? Find(string name) => All.Concat(Planted).FirstOrDefault(target => target.Name == name);
}
