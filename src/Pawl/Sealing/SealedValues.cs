using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Sealing;

/// <summary>Which texts of events and states are sealed: everything that a person, a script or a task could have put a secret in, and everything that
/// names a person. What lists, queries and other programs go by stays: codes, status, times, provider, image type, plan, the pipeline's name and
/// hash, attempts, a failure's category and rule, an artifact's name, size and hash, and the keys of metadata.</summary>
public static class SealedValues
{
    /// <summary>An event with other texts.</summary>
    public static BuildEvent Map(BuildEvent happened, TextMap map)
    {
        ArgumentNullException.ThrowIfNull(happened);
        ArgumentNullException.ThrowIfNull(map);
        // What is left to be read when the keys are gone.
        if (happened is BuildEvent.Erased or BuildEvent.ValuesErased)
            return happened;
        // A kind that isn't named here is refused, never recorded in the clear; a test finds it first.
        BuildEvent mapped = happened switch
        {
            BuildEvent.Created e => e with { Pipeline = Map(e.Pipeline, map) },
            BuildEvent.PlanChanged e => e with { Pipeline = Map(e.Pipeline, map) },
            BuildEvent.Claimed e => e with { Holder = Map(e.Holder, map) },
            BuildEvent.Released or BuildEvent.Started or BuildEvent.Completed or BuildEvent.SensitiveRead => happened,
            BuildEvent.Failed e => e with { Failure = Map(e.Failure, map) },
            BuildEvent.Interrupted e => e with { Reason = map(e.Reason, SealedField.Reason) },
            BuildEvent.ManuallyRetried e => e with { Reason = map(e.Reason, SealedField.Reason) },
            BuildEvent.RolledBack e => e with { Reason = map(e.Reason, SealedField.Reason) },
            BuildEvent.MetadataSet e => e with { Value = map(e.Value, SealedField.Metadata(e.Key)) },
            BuildEvent.ArtifactRecorded e => e with { Artifact = Map(e.Artifact, map) },
            BuildEvent.ResumeTokenSet e => e with { Token = map(e.Token, SealedField.ResumeToken) },
            BuildEvent.HoldPlaced e => e with { Reason = map(e.Reason, SealedField.Reason) },
            BuildEvent.HoldLifted e => e with { Reason = map(e.Reason, SealedField.Reason) },
            BuildEvent.Restored e => e with { State = Map(e.State, map), Reason = map(e.Reason, SealedField.Reason) },
            BuildEvent.ForeignChangeAdopted e => e with
            {
                Rows = [.. e.Rows.Select(row => row with { ErrorMessage = map(row.ErrorMessage, SealedField.Error) })],
                Metadata = Map(e.Metadata, map),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
        };
        return mapped with { By = map(happened.By, SealedField.By), Origin = Map(happened.Origin, map) };
    }

    /// <summary>A state with other texts.</summary>
    public static BuildState Map(BuildState state, TextMap map)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(map);
        return state with
        {
            Pipeline = Map(state.Pipeline, map),
            LastFailure = state.LastFailure is { } last ? last with { Failure = Map(last.Failure, map) } : null,
            Metadata = Map(state.Metadata, map),
            Artifacts = state.Artifacts.IsEmpty ? state.Artifacts : state.Artifacts.ToImmutableSortedDictionary(
                pair => pair.Key, pair => Map(pair.Value, map), StringComparer.Ordinal),
            Lease = state.Lease is { } lease ? lease with { Holder = Map(lease.Holder, map) } : null,
            ResumeToken = map(state.ResumeToken, SealedField.ResumeToken),
            Hold = state.Hold is { } hold ? hold with { By = map(hold.By, SealedField.By), Reason = map(hold.Reason, SealedField.Reason) } : null,
        };
    }

    /// <summary>For who goes on with a value: what is shown in its place to those without the key must not be taken for it.</summary>
    /// <exception cref="Stores.StoreException">It is sealed and no key was given.</exception>
    public static void RequireClear(BuildState build, string value)
    {
        ArgumentNullException.ThrowIfNull(build);
        if (!build.Seal.IsNone && value == SealedText.Hidden)
            throw KeyRing.Missing($"build {build.Id} is sealed");
    }

    private static PipelineReference Map(PipelineReference pipeline, TextMap map) =>
        pipeline with { Path = map(pipeline.Path, SealedField.PipelinePath) };

    private static Failure Map(Failure failure, TextMap map) => failure with { Error = map(failure.Error, SealedField.Error) };

    private static Artifact Map(Artifact artifact, TextMap map) => artifact with { Path = map(artifact.Path, SealedField.ArtifactPath(artifact.Name)) };

    private static Worker Map(Worker worker, TextMap map) => worker with { Name = map(worker.Name, SealedField.Holder) };

    private static Origin Map(Origin origin, TextMap map) => origin == Origin.Unknown ? origin : new Origin(
        map(origin.User, SealedField.User), map(origin.Host, SealedField.Host), map(origin.Job, SealedField.Job), map(origin.Why, SealedField.Why));

    private static ImmutableSortedDictionary<string, string> Map(ImmutableSortedDictionary<string, string> metadata, TextMap map) => metadata.IsEmpty
        ? metadata
        : metadata.ToImmutableSortedDictionary(pair => pair.Key, pair => map(pair.Value, SealedField.Metadata(pair.Key)), StringComparer.Ordinal);
}
