namespace Pawl.Caching;

/// <summary>How old an answer may be, and how long one may be waited for.</summary>
public static class CacheLimits
{
    /// <summary>How long an answer is given again from this process's memory.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer stays in Redis, counted from before it was read from the store, on the clock of Redis.</summary>
    public static readonly TimeSpan Redis = TimeSpan.FromSeconds(5);

    /// <summary>How old an answer is at most, whatever was lost on the way: it was in Redis to the end and in memory after that.</summary>
    public static readonly TimeSpan Staleness = Redis + Memory;

    /// <summary>How long Redis may take for one answer, the connection included, unless the settings say something else.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>How long Redis is left alone after it gave no answer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The longest list that is kept; longer ones are read from the store as they are printed.</summary>
    public const int LongestList = 1_000;

    /// <summary>The most answers in memory.</summary>
    internal const int MostInMemory = 4_096;

    /// <summary>The largest answer that is put into Redis, or taken from there, in bytes.</summary>
    internal const int LargestInRedis = 1 << 20;
}
