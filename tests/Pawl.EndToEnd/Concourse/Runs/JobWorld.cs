namespace Pawl.EndToEnd.Concourse.Runs;

/// <summary>Where runs of a job take place.</summary>
internal sealed record JobWorld
{
    /// <summary>A folder for the containers and artifacts of one run.</summary>
    public required string Folder { get; init; }

    /// <summary>The folder of the resource type's scripts.</summary>
    public required string Resource { get; init; }

    /// <summary>What the Git repository holds.</summary>
    public required string Repository { get; init; }

    /// <summary>The values of <c>((variables))</c>.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>What Concourse tells scripts of the run, and tasks not.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The tasks whose worker is lost before they begin.</summary>
    public IReadOnlyCollection<string> LostTasks { get; init; } = [];
}
