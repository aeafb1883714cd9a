using System.Collections.Immutable;

namespace Pawl.Metrics;

/// <summary>What kind of number a metric is.</summary>
public enum MetricKind
{
    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Quantiles, with the sum and the number of what they are of.</summary>
    Summary,
}

/// <summary>One number.</summary>
/// <param name="Suffix">What stands after the family's name; empty for most.</param>
/// <param name="Labels">Names and values, in order.</param>
/// <param name="Value">The number.</param>
public sealed record MetricSample(string Suffix, ImmutableArray<KeyValuePair<string, string>> Labels, double Value);

/// <summary>A metric with all its numbers.</summary>
/// <param name="Name">Its name: <c>pawl_builds</c>.</param>
/// <param name="Help">What it is, in one sentence.</param>
/// <param name="Kind">What kind of number it is.</param>
public sealed class MetricFamily(string Name, string Help, MetricKind Kind)
{
    private readonly List<MetricSample> _samples = [];

    /// <summary>Its name.</summary>
    public string Name { get; } = Name;

    /// <summary>What it is.</summary>
    public string Help { get; } = Help;

    /// <summary>What kind of number it is.</summary>
    public MetricKind Kind { get; } = Kind;

    /// <summary>Its numbers, in the order in which they were added.</summary>
    public IReadOnlyList<MetricSample> Samples => _samples;

    /// <summary>Adds a number.</summary>
    public MetricFamily Add(double value, params ReadOnlySpan<(string Name, string Value)> labels) => AddSuffixed("", value, labels);

    /// <summary>Adds a number under a longer name.</summary>
    public MetricFamily AddSuffixed(string suffix, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var all = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(labels.Length);
        foreach (var (name, text) in labels)
            all.Add(new(name, text));
        _samples.Add(new MetricSample(suffix, all.MoveToImmutable(), value));
        return this;
    }
}
