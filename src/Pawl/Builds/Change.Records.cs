using System.Collections.Immutable;

namespace Pawl.Builds;

public sealed partial class Change
{
    /// <summary>The most characters of one metadata value.</summary>
    public const int MaxMetadataValue = 65_536;

    /// <summary>The most metadata keys of one build.</summary>
    public const int MaxMetadataKeys = 1_000;

    /// <summary>The most characters of a metadata key.</summary>
    public const int MaxMetadataKey = 128;

    /// <summary>Sets a metadata value.</summary>
    /// <exception cref="TransitionRefusedException">The key or value is too long, there are too many, or the build is completed.</exception>
    public Change SetMetadata(string key, string value, Secrecy secrecy = Secrecy.Open)
    {
        RequireOpen("set metadata");
        if (key.Length is 0 or > MaxMetadataKey || key.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '='))
            throw new TransitionRefusedException($"build {After.Id}: a metadata key is 1 to {MaxMetadataKey} characters without white space, control characters or '='");
        if (value.Length > MaxMetadataValue)
            throw new TransitionRefusedException($"build {After.Id}: metadata {key} has {value.Length} characters, {MaxMetadataValue} is the most; put it into a file and record that as an artifact");
        if (After.Metadata.Count >= MaxMetadataKeys && !After.Metadata.ContainsKey(key))
            throw new TransitionRefusedException($"build {After.Id} has {After.Metadata.Count} metadata keys, and no more are taken; put them into a file and record that as an artifact");
        var isShownAlike = secrecy == Secrecy.Open || After.SensitiveKeys.Contains(key);
        if (isShownAlike && After.Metadata.TryGetValue(key, out var same) && same == value)
            return this;
        return With(new BuildEvent.MetadataSet(key, value) { Secrecy = secrecy, Id = NewId(), At = At, By = By });
    }

    /// <summary>Writes down that sensitive metadata is about to be shown to this worker, also after the build was completed.</summary>
    public Change ShowSensitive(ImmutableArray<string> keys) =>
        keys.IsEmpty ? this : With(new BuildEvent.SensitiveRead(keys) { Id = NewId(), At = At, By = By });

    /// <summary>Records an artifact of the current state.</summary>
    /// <exception cref="TransitionRefusedException">The build is completed.</exception>
    public Change Record(Artifact artifact)
    {
        RequireOpen("record an artifact");
        return With(new BuildEvent.ArtifactRecorded(artifact) { Id = NewId(), At = At, By = By });
    }

    /// <summary>Sets a script's own mark of where to go on.</summary>
    /// <exception cref="TransitionRefusedException">It is too long, or the build is completed.</exception>
    public Change SetResumeToken(string token)
    {
        RequireOpen("set the resume token");
        if (token.Length > MaxMetadataValue)
            throw new TransitionRefusedException($"build {After.Id}: a resume token has at most {MaxMetadataValue} characters, not {token.Length}");
        return With(new BuildEvent.ResumeTokenSet(token) { Id = NewId(), At = At, By = By });
    }

    /// <summary>Takes over an edited pipeline. Additions after the current state are fine.</summary>
    /// <exception cref="TransitionRefusedException">The current state is no longer in it.</exception>
    public Change ChangePlan(Plan plan, PipelineReference pipeline)
    {
        RequireOpen("change the pipeline");
        if (!plan.Contains(After.Current))
            throw new TransitionRefusedException($"build {After.Id} stands at state {After.Current}, and the edited {pipeline.Path} has no such state; put it back, or roll back with `pawl rollback {After.Id} --to STATE --reason REASON`");
        return With(new BuildEvent.PlanChanged(plan, pipeline) { Id = NewId(), At = At, By = By });
    }

    /// <summary>Takes over what another program wrote into the store's tables.</summary>
    public Change Adopt(ForeignChange foreign) => With(
        new BuildEvent.ForeignChangeAdopted(foreign.Current, foreign.Status, foreign.Rows, foreign.Metadata) { Id = NewId(), At = At, By = By });

    /// <summary>Brings the build back to what it was at an earlier moment, also after it was completed. What happened since stays in the history.</summary>
    /// <param name="state">What it was.</param>
    /// <param name="moment">When.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="BuildHeldException">A worker holds it.</exception>
    public Change Restore(BuildState state, DateTimeOffset moment, string reason)
    {
        var free = RequireFree(_ => false).InterruptOpenAttempt("restored to an earlier moment");
        return free.With(new BuildEvent.Restored(state with { Attempt = null, Lease = null }, moment, reason) { Id = NewId(), At = At, By = By });
    }

    /// <summary>The change that recorded events made, to be made in another store. The events keep their ids: making it twice counts once.</summary>
    public static Change Replay(BuildState before, ImmutableArray<BuildEvent> recorded) =>
        Recorded(before, recorded, History.Apply(before, recorded));

    /// <summary>The same, when the state after the events is known.</summary>
    internal static Change Recorded(BuildState before, ImmutableArray<BuildEvent> recorded, BuildState after) =>
        new(before, after, recorded, new Occasion(DateTimeOffset.UnixEpoch, new Worker("")));
}
