namespace Pawl.Cosmos;

/// <summary>The first keys in ordinal order of many that come in any order, no more of them than fit in memory.</summary>
/// <param name="most">How many to keep.</param>
internal sealed class SmallestKeys(int most)
{
    private readonly SortedSet<string> _kept = new(StringComparer.Ordinal);

    /// <summary>True when keys were dropped: there are more after the last one kept.</summary>
    public bool HasDropped { get; private set; }

    /// <summary>Those kept, in order.</summary>
    public IReadOnlyCollection<string> Keys => _kept;

    /// <summary>Takes a key in.</summary>
    public void Add(string key)
    {
        if (_kept.Count < most || string.CompareOrdinal(key, _kept.Max) < 0)
            _kept.Add(key);
        else
            HasDropped |= key != _kept.Max;
        if (_kept.Count <= most)
            return;
        _kept.Remove(_kept.Max!);
        HasDropped = true;
    }
}
