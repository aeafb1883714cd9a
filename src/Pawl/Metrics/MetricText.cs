using System.Globalization;
using System.Text;

namespace Pawl.Metrics;

/// <summary>Metrics in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/). Pure.</summary>
public static class MetricText
{
    /// <summary>All families that have numbers.</summary>
    public static string Of(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.Where(family => family.Samples.Count > 0))
            Append(text, family);
        return text.ToString();
    }

    private static void Append(StringBuilder text, MetricFamily family)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {family.Name} {EscapeHelp(family.Help)}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Name} {(family.Kind == MetricKind.Gauge ? "gauge" : "summary")}\n");
        foreach (var sample in family.Samples)
        {
            text.Append(family.Name).Append(sample.Suffix);
            if (!sample.Labels.IsEmpty)
                text.Append('{').AppendJoin(',', sample.Labels.Select(label => $"{label.Key}=\"{EscapeLabel(label.Value)}\"")).Append('}');
            text.Append(CultureInfo.InvariantCulture, $" {sample.Value:R}\n");
        }
    }

    private static string EscapeHelp(string help) =>
        help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string EscapeLabel(string value) => EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);
}
