using System.Text.Json.Serialization;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Cli.Output;

/// <summary>A build as JSON: the guide's fields first, then more.</summary>
internal sealed record BuildDocument
{
    public required string BuildId { get; init; }

    public required int CurrentState { get; init; }

    public required string CloudProvider { get; init; }

    public required string ImageType { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset LastUpdate { get; init; }

    public required string Status { get; init; }

    /// <summary>Only where the history was asked for; read while it is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IAsyncEnumerable<HistoryRow>? StateHistory { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public required string StateName { get; init; }

    public required long Version { get; init; }

    public AttemptJson? Attempt { get; init; }

    public required int RetryCount { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public FailureJson? LastFailure { get; init; }

    public LeaseJson? Lease { get; init; }

    public required IReadOnlyList<ArtifactJson> Artifacts { get; init; }

    public required string ResumeToken { get; init; }

    public PipelineJson? Pipeline { get; init; }

    /// <summary>Only of a build that must be kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HoldJson? Hold { get; init; }

    /// <summary>Only of a build that was erased.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErasureJson? Erasure { get; init; }

    /// <summary>Only where it was asked how they stand, and there are any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MirrorJson>? Mirrors { get; init; }

    public static BuildDocument Of(BuildState build) => new()
    {
        BuildId = build.Id.Value,
        CurrentState = build.Current.Value,
        CloudProvider = build.Provider.Value,
        ImageType = build.ImageType.Value,
        StartTime = build.StartTime,
        LastUpdate = build.LastUpdate,
        Status = build.Status.ToText(),
        Metadata = ShownMetadata.Of(build),
        StateName = build.Plan.NameOf(build.Current),
        Version = build.Version.Value,
        Attempt = build.Attempt is { } a ? new(a.State.Value, a.Number, a.StartedAt) : null,
        RetryCount = build.RetryCount,
        RetryAt = build.LastFailure?.Failure.RetryAt,
        LastFailure = build.LastFailure is { } f ? new(f.At, f.Failure.Category.ToText(), f.Failure.Rule, f.Failure.Error) : null,
        Lease = build.Lease is { } l ? new(l.Holder.Name, l.Since, l.Until) : null,
        Artifacts = [.. build.Artifacts.Values.Select(ArtifactJson.Of)],
        ResumeToken = build.ResumeToken,
        Pipeline = build.Pipeline.Exists ? new(build.Pipeline.Name, build.Pipeline.Path, build.Pipeline.Hash) : null,
        Erasure = build.Erasure is { } e ? new(e.At, e.By, e.Reason) : null,
        Hold = build.Hold is { } h ? new(h.Since, h.By, h.Reason) : null,
    };
}

internal sealed record AttemptJson(int State, int Number, DateTimeOffset StartedAt);

internal sealed record FailureJson(DateTimeOffset At, string Category, string Rule, string ErrorMessage);

internal sealed record LeaseJson(string Holder, DateTimeOffset Since, DateTimeOffset Until);

internal sealed record HoldJson(DateTimeOffset Since, string By, string Reason);

internal sealed record ErasureJson(DateTimeOffset At, string By, string Reason);

internal sealed record PipelineJson(string Name, string Path, string Hash);

internal sealed record ArtifactJson(string Name, string Path, long Size, string Sha256, int State)
{
    public static ArtifactJson Of(Artifact artifact) =>
        new(artifact.Name, artifact.Path, artifact.Size, artifact.Sha256, artifact.State.Value);
}

internal sealed record MirrorJson(string Url, long Version, long Owed, int Tries, DateTimeOffset? NextTry, string Error)
{
    public static MirrorJson Of(OutboxRow row) =>
        new(row.Target, row.Shipped.Value, row.Owed.Value, row.Tries, row.IsBehind && !row.IsDiverged ? row.Due : null, row.Error);
}
