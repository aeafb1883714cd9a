namespace Pawl.Builds;

/// <summary>Whether trying again can help.</summary>
public enum FailureCategory
{
    /// <summary>Network, rate limit, temporary credentials or resources, a killed worker: retried by the state's strategy.</summary>
    Transient,

    /// <summary>Configuration, missing dependency, policy, quota, code: not retried, someone is told.</summary>
    Persistent,
}

/// <summary>The words that tables, JSON and the command line use for <see cref="FailureCategory"/>.</summary>
public static class FailureCategoryText
{
    /// <summary>The category as a lower-case word.</summary>
    public static string ToText(this FailureCategory category) => category switch
    {
        FailureCategory.Transient => "transient",
        FailureCategory.Persistent => "persistent",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "no such category"),
    };

    /// <summary>Reads one of the two words; false for any other text.</summary>
    public static bool TryParse(string? text, out FailureCategory category)
    {
        (var known, category) = text switch
        {
            "transient" => (true, FailureCategory.Transient),
            "persistent" => (true, FailureCategory.Persistent),
            _ => (false, default),
        };
        return known;
    }
}
