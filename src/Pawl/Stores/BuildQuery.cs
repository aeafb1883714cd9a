using Pawl.Builds;
using Pawl.Sealing;

namespace Pawl.Stores;

/// <summary>Which builds to list. Every condition that is given must hold.</summary>
public sealed record BuildQuery
{
    /// <summary>Only those of this status.</summary>
    public BuildStatus? Status { get; init; }

    /// <summary>Only those of this cloud provider.</summary>
    public Label? Provider { get; init; }

    /// <summary>Only those of this image type.</summary>
    public Label? ImageType { get; init; }

    /// <summary>Only those of the pipeline of this name.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Only those last changed before this time.</summary>
    public DateTimeOffset? ChangedBefore { get; init; }

    /// <summary>The most to return.</summary>
    public int Limit { get; init; } = int.MaxValue;

    /// <summary>True when a build fulfils every condition; <see cref="Limit"/> is none.</summary>
    public bool Matches(BuildSummary build) =>
        (Status is not { } status || build.Status == status)
        && (Provider is not { } provider || build.Provider == provider)
        && (ImageType is not { } type || build.ImageType == type)
        && (Pipeline is not { } pipeline || build.Pipeline == pipeline)
        && (ChangedBefore is not { } before || build.LastUpdate < before);
}

/// <summary>One line of a list of builds.</summary>
/// <param name="Id">Which build.</param>
/// <param name="Provider">Its cloud provider.</param>
/// <param name="ImageType">Its image type.</param>
/// <param name="Pipeline">Its pipeline's name; empty without one.</param>
/// <param name="Current">Its current state.</param>
/// <param name="Status">How that goes.</param>
/// <param name="StartTime">When it was created.</param>
/// <param name="LastUpdate">When its last event happened.</param>
/// <param name="Error">The first line of the current state's failure; empty unless failed.</param>
public sealed record BuildSummary(
    BuildId Id,
    Label Provider,
    Label ImageType,
    string Pipeline,
    StateCode Current,
    BuildStatus Status,
    DateTimeOffset StartTime,
    DateTimeOffset LastUpdate,
    string Error)
{
    /// <summary>A build's line.</summary>
    public static BuildSummary Of(BuildState state) => new(
        state.Id, state.Provider, state.ImageType, state.Pipeline.Name, state.Current, state.Status, state.StartTime, state.LastUpdate,
        FirstLine(state.Status == BuildStatus.Failed ? state.LastFailure?.Failure.Error ?? "" : ""));

    /// <summary>A build's line for a list that is kept: of a sealed build, no text that another program left in the clear.</summary>
    public static BuildSummary ToKeep(BuildState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var line = Of(state);
        return state.Seal.IsNone || line.Error.Length == 0 || SealedText.IsOne(line.Error) ? line : line with { Error = SealedText.Hidden };
    }

    private static string FirstLine(string text) =>
        text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text[..end] : text;
}
