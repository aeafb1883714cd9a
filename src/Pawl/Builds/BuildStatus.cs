namespace Pawl.Builds;

/// <summary>How a build's current state goes. Everything finer is history.</summary>
public enum BuildStatus
{
    /// <summary>Being worked on, or next to be.</summary>
    Running,

    /// <summary>The last attempt at the current state failed.</summary>
    Failed,

    /// <summary>State 100 is completed: nothing follows.</summary>
    Completed,
}

/// <summary>The words that tables, JSON and the command line use for <see cref="BuildStatus"/>.</summary>
public static class BuildStatusText
{
    /// <summary>The status as a lower-case word.</summary>
    public static string ToText(this BuildStatus status) => status switch
    {
        BuildStatus.Running => "running",
        BuildStatus.Failed => "failed",
        BuildStatus.Completed => "completed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no such status"),
    };

    /// <summary>Reads one of the three words; false for any other text.</summary>
    public static bool TryParse(string? text, out BuildStatus status)
    {
        (var known, status) = text switch
        {
            "running" => (true, BuildStatus.Running),
            "failed" => (true, BuildStatus.Failed),
            "completed" => (true, BuildStatus.Completed),
            _ => (false, default),
        };
        return known;
    }
}
