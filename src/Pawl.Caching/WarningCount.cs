using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>Counts the warnings of a store: an answer with one isn't kept, so that nobody gets it without.</summary>
public sealed class WarningCount
{
    private long _count;

    /// <summary>Counts what is warned of in a world.</summary>
    public WarningCount(StoreContext context) => Context = context with
    {
        Warn = warning =>
        {
            Interlocked.Increment(ref _count);
            context.Warn(warning);
        },
    };

    /// <summary>The same world, for the store whose warnings count.</summary>
    public StoreContext Context { get; }

    /// <summary>How many there were.</summary>
    internal long Value => Interlocked.Read(ref _count);
}
