using System.Globalization;
using Pawl.Builds;

namespace Pawl.Alerts;

/// <summary>A message in words, for all channels alike.</summary>
internal static class AlertWording
{
    /// <summary>The most alerts that a message for people shows one by one.</summary>
    public const int MostShown = 20;

    /// <summary>The message in one line.</summary>
    public static string Headline(AlertMessage message) => message.Alerts is [var only]
        ? only.Text + Counted(message.More)
        : $"{Number(message.Alerts.Length)} alerts: {ByRule(message)}{Counted(message.More)}";

    /// <summary>Each alert in a line, those shown that there is room for.</summary>
    public static IEnumerable<string> Lines(AlertMessage message)
    {
        foreach (var alert in message.Alerts.Take(MostShown))
            yield return $"{Time(alert.At)} {alert.Text}{(alert.Error.Length > 0 ? $": {FirstLine(alert.Error)}" : "")}";
        if (message.Alerts.Length > MostShown)
            yield return $"and {Number(message.Alerts.Length - MostShown)} more: `pawl attention` lists the builds that need people";
    }

    /// <summary>What is known of a single alert, name by name.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(Alert alert)
    {
        yield return ("Build", alert.Build.Value);
        yield return ("State", $"{alert.State} {alert.StateName}");
        yield return ("Image", $"{alert.ImageType} on {alert.Provider}");
        if (alert.Pipeline.Length > 0)
            yield return ("Pipeline", alert.Pipeline);
        if (alert.Category is { } category)
            yield return ("Failure", category.ToText());
        yield return ("Time", Time(alert.At));
        yield return ("Rule", alert.Rule);
    }

    private static string ByRule(AlertMessage message) =>
        string.Join(", ", message.Alerts.GroupBy(alert => alert.Rule).Select(rule => $"{Number(rule.Count())} of {rule.Key}"));

    private static string Counted(CountedAlerts more) =>
        more.Count == 0 ? "" : $" ({Number(more.Count)} more since {more.Since.UtcDateTime.ToString("HH:mm'Z'", CultureInfo.InvariantCulture)})";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text[..end] : text;
}
