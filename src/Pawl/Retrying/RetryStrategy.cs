namespace Pawl.Retrying;

/// <summary>How a state whose attempt failed is tried again.</summary>
public enum RetryStrategy
{
    /// <summary>By itself, after a time that doubles with each failure.</summary>
    Backoff,

    /// <summary>By itself, often, after a short time that stays the same.</summary>
    Immediate,

    /// <summary>By itself, seldom, and someone is told of each failure.</summary>
    Notify,

    /// <summary>By itself, a few times, after a time that stays the same.</summary>
    Standard,

    /// <summary>Only when a person says so.</summary>
    Manual,
}

/// <summary>The words that pipeline files use for <see cref="RetryStrategy"/>.</summary>
public static class RetryStrategyText
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<RetryStrategy>().Select(ToText)];

    /// <summary>The strategy as a lower-case word.</summary>
    public static string ToText(this RetryStrategy strategy) => strategy switch
    {
        RetryStrategy.Backoff => "backoff",
        RetryStrategy.Immediate => "immediate",
        RetryStrategy.Notify => "notify",
        RetryStrategy.Standard => "standard",
        RetryStrategy.Manual => "manual",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "no such strategy"),
    };

    /// <summary>Reads one of the words; false for any other text.</summary>
    public static bool TryParse(string? text, out RetryStrategy strategy)
    {
        foreach (var known in Enum.GetValues<RetryStrategy>())
        {
            strategy = known;
            if (known.ToText() == text)
                return true;
        }

        strategy = default;
        return false;
    }
}
