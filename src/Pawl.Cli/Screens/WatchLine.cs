using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Waiting;

namespace Pawl.Cli.Screens;

/// <summary>What a watch sees, as JSON: the build after it, and of the event what it has.</summary>
internal sealed record WatchLine
{
    public required string Event { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required string BuildId { get; init; }

    public required long Version { get; init; }

    public int? State { get; init; }

    public string? StateName { get; init; }

    public int? Attempt { get; init; }

    public string? Category { get; init; }

    public string? Rule { get; init; }

    public string? ErrorMessage { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public string? Text { get; init; }

    public string? Key { get; init; }

    public string? Value { get; init; }

    public string? By { get; init; }

    public int? CurrentState { get; init; }

    public string? Status { get; init; }

    public string? CloudProvider { get; init; }

    public string? ImageType { get; init; }

    public static WatchLine Of(Sight sight, DateTimeOffset now)
    {
        var build = sight.State;
        if (!build.Exists)
            return new() { Event = "erased", Timestamp = now, BuildId = build.Id.Value, Version = 0 };
        var standing = new WatchLine
        {
            Event = "standing",
            Timestamp = now,
            BuildId = build.Id.Value,
            Version = build.Version.Value,
            CurrentState = build.Current.Value,
            Status = build.Status.ToText(),
            CloudProvider = build.Provider.Value,
            ImageType = build.ImageType.Value,
        };
        return sight is Sight.Happening { Event: var happened }
            ? Tell(standing with { Timestamp = happened.At, By = happened.By }, build, happened)
            : standing with { State = build.Current.Value, StateName = build.Plan.NameOf(build.Current) };
    }

    private static WatchLine Tell(WatchLine line, BuildState build, BuildEvent happened)
    {
        return happened switch
        {
            BuildEvent.Created => line with { Event = "created" },
            BuildEvent.PlanChanged e => line with { Event = "plan_changed", Text = e.Pipeline.Path },
            BuildEvent.Claimed => line with { Event = "claimed" },
            BuildEvent.Released => line with { Event = "released" },
            BuildEvent.Started e => About("started", e.State) with { Attempt = e.Attempt },
            BuildEvent.Completed e => About("completed", e.State),
            BuildEvent.Failed { Failure: var failure } e => About("failed", e.State) with
            {
                Category = failure.Category.ToText(), Rule = failure.Rule, ErrorMessage = failure.Error, RetryAt = failure.RetryAt,
            },
            BuildEvent.Interrupted e => About("interrupted", e.State) with { Text = e.Reason },
            BuildEvent.ManuallyRetried e => About("manual_retry", e.State) with { Text = e.Reason },
            BuildEvent.RolledBack e => About("rolled_back", e.To) with { Text = e.Reason },
            BuildEvent.MetadataSet e => line with { Event = "metadata_set", Key = e.Key, Value = ShownMetadata.Of(build, e.Key, e.Value) },
            BuildEvent.SensitiveRead e => line with { Event = "sensitive_read", Key = string.Join(' ', e.Keys) },
            BuildEvent.ArtifactRecorded e => About("artifact_recorded", e.Artifact.State) with { Key = e.Artifact.Name, Value = e.Artifact.Path },
            BuildEvent.ResumeTokenSet => line with { Event = "resume_token_set" },
            BuildEvent.Restored e => About("restored", build.Current) with { Text = e.Reason },
            BuildEvent.HoldPlaced e => line with { Event = "hold_placed", Text = e.Reason },
            BuildEvent.HoldLifted e => line with { Event = "hold_lifted", Text = e.Reason },
            BuildEvent.Erased e => line with { Event = "erased", Text = e.Reason },
            BuildEvent.ValuesErased e => line with { Event = "values_erased", Text = e.Reason },
            BuildEvent.ForeignChangeAdopted e => About("foreign_change", e.Current),
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
        };

        WatchLine About(string name, StateCode state) => line with { Event = name, State = state.Value, StateName = build.Plan.NameOf(state) };
    }
}
