using System.Collections.Immutable;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>What a Concourse pipeline needs to know beside the Pawl pipeline.</summary>
internal sealed record PipelineSettings
{
    /// <summary>The pipeline file's path in the repository that it is fetched from.</summary>
    public required string File { get; init; }

    /// <summary>The store's URL.</summary>
    public required string Store { get; init; }

    /// <summary>Variables of the environment that the store's kind takes its credentials from.</summary>
    public required ImmutableArray<string> Credentials { get; init; }

    /// <summary>The build's id.</summary>
    public required string Build { get; init; }

    /// <summary>The image that tasks run in.</summary>
    public required string TaskImage { get; init; }

    /// <summary>The image of the resource type.</summary>
    public required string ResourceImage { get; init; }

    /// <summary>The Git repository.</summary>
    public required string Repository { get; init; }

    /// <summary>Its branch.</summary>
    public required string Branch { get; init; }

    /// <summary>How tasks run.</summary>
    public required TaskRights Rights { get; init; }
}

/// <summary>How tasks run.</summary>
internal enum TaskRights
{
    /// <summary>As a user of their own.</summary>
    Usual,

    /// <summary>As root of the worker: what chroots and mounts.</summary>
    Privileged,
}
