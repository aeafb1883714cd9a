using System.Globalization;

namespace Pawl.EndToEnd.Crashes;

/// <summary>How many kills are left, and what came of those that were done. For several builds at once.</summary>
internal sealed class CrashCount(int kills)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Strike, int> _struck = [];
    private int _left = kills;
    private int _builds;
    private int _states;
    private TimeSpan _slowest;

    /// <summary>True while there are kills left.</summary>
    internal bool Any => Volatile.Read(ref _left) > 0;

    /// <summary>Takes one; false when none is left.</summary>
    internal bool TryTake() => Interlocked.Decrement(ref _left) >= 0;

    internal void Struck(Strike strike)
    {
        lock (_lock)
            _struck[strike] = _struck.GetValueOrDefault(strike) + 1;
    }

    internal void Emptied(TimeSpan after)
    {
        lock (_lock)
            _slowest = after > _slowest ? after : _slowest;
    }

    internal void Finished(int states)
    {
        lock (_lock)
            (_builds, _states) = (_builds + 1, _states + states);
    }

    public override string ToString()
    {
        lock (_lock)
        {
            var kinds = string.Join(", ", _struck.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"));
            return string.Create(CultureInfo.InvariantCulture, $"{_struck.Values.Sum()} kills ({kinds}), {_builds} builds completed with {_states} states, nothing left after at most {_slowest.TotalMilliseconds:0} ms");
        }
    }
}
