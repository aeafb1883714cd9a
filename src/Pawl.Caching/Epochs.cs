namespace Pawl.Caching;

/// <summary>Counts the changes of each area that this process made or heard of. An answer that was asked for under another count may be
/// from before the change.</summary>
internal sealed class Epochs
{
    // Areas share counts: a change of one makes some answers of others be read again, which is never wrong.
    private readonly long[] _counts = new long[1_024];

    public long Of(CacheKey key) => Volatile.Read(ref Count(key));

    public void Raise(CacheKey key) => Interlocked.Increment(ref Count(key));

    private ref long Count(CacheKey key) => ref _counts[(uint)string.GetHashCode(key.Area, StringComparison.Ordinal) % (uint)_counts.Length];
}
