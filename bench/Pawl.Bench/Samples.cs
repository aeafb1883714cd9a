using System.Diagnostics;

namespace Pawl.Bench;

/// <summary>Durations of one thing done many times.</summary>
internal sealed class Samples
{
    private readonly List<long> _ticks = [];
    private long[]? _sorted;

    public int Count => _ticks.Count;

    /// <summary>Keeps a duration in the stopwatch's ticks.</summary>
    public void Add(long ticks)
    {
        _ticks.Add(ticks);
        _sorted = null;
    }

    public void AddAll(Samples others)
    {
        _ticks.AddRange(others._ticks);
        _sorted = null;
    }

    public double Median => Percentile(0.5);

    public double P99 => Percentile(0.99);

    /// <summary>A row of a table: what, how often, median, 99th percentile.</summary>
    public string[] Row(string what) => [what, Numbers.Count(Count), Numbers.Ms(Median), Numbers.Ms(P99)];

    /// <summary>Milliseconds that at least this share of all samples don't exceed (nearest rank).</summary>
    private double Percentile(double share)
    {
        if (_sorted is null)
        {
            _sorted = [.. _ticks];
            Array.Sort(_sorted);
        }

        var rank = Math.Max(1, (int)Math.Ceiling(share * _sorted.Length));
        return _sorted[rank - 1] * 1000.0 / Stopwatch.Frequency;
    }
}
