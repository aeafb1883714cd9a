using Pawl.Metrics;
using Xunit;

namespace Pawl.Tests.Metrics;

/// <summary>Prometheus' text format, to the letter.</summary>
public sealed class MetricTextTests
{
    [Fact]
    public void Families_have_their_help_type_and_numbers_in_order()
    {
        var text = MetricText.Of(
        [
            new MetricFamily("a", "What a is.", MetricKind.Gauge).Add(1, ("x", "1"), ("y", "2")).Add(0.5),
            new MetricFamily("empty", "Not shown.", MetricKind.Gauge),
            new MetricFamily("b_seconds", "What b is.", MetricKind.Summary).Add(2, ("quantile", "0.5")).AddSuffixed("_sum", 1795891098.579).AddSuffixed("_count", 3),
        ]);

        Assert.Equal(
            """
            # HELP a What a is.
            # TYPE a gauge
            a{x="1",y="2"} 1
            a 0.5
            # HELP b_seconds What b is.
            # TYPE b_seconds summary
            b_seconds{quantile="0.5"} 2
            b_seconds_sum 1795891098.579
            b_seconds_count 3

            """,
            text);
    }

    [Fact]
    public void What_would_end_a_value_or_a_line_is_escaped() =>
        Assert.Contains("""a{x="\"\\\n"} 1""", MetricText.Of([new MetricFamily("a", "a\nb\\", MetricKind.Gauge).Add(1, ("x", "\"\\\n"))]), StringComparison.Ordinal);
}
