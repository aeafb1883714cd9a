using Pawl.Builds;

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
    string Error);
