using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Pawl.Retrying.Rules;

/// <summary>The last lines of a task's output, made ready for rules.</summary>
internal sealed partial class OutputTail
{
    private const int MaxLine = 2000;
    private const string Ignored = "...ignoring";

    private readonly ImmutableArray<(string Text, bool IsHarmless)> _lines;

    private OutputTail(ImmutableArray<(string Text, bool IsHarmless)> lines) => _lines = lines;

    /// <summary>The last lines, without colours, cut to what a tool's message needs.</summary>
    public static OutputTail Of(IReadOnlyList<string> lines, int count)
    {
        var last = lines.Where(line => !string.IsNullOrWhiteSpace(line)).TakeLast(count).Select(Plain).ToArray();
        return new([.. last.Select((text, i) => (text, IsHarmless: Harmless.IsMatch(text) || (i + 1 < last.Length && last[i + 1] == Ignored)))]);
    }

    /// <summary>True when some line within the rule's reach matches.</summary>
    public bool Says(BuiltInRule rule) => Reached(rule).Any(line => rule.Pattern.IsMatch(line.Text));

    /// <summary>True when such a line is also none of those that tools print while all goes well: warnings, traces, results of tests.</summary>
    public bool Insists(BuiltInRule rule) => Reached(rule).Any(line => !line.IsHarmless && rule.Pattern.IsMatch(line.Text));

    private IEnumerable<(string Text, bool IsHarmless)> Reached(BuiltInRule rule) => _lines.TakeLast(rule.Reach);

    private static string Plain(string line)
    {
        var cut = line.Length > MaxLine ? line[..MaxLine] : line;
        return Colours.Replace(cut, "").Trim();
    }

    [GeneratedRegex(@"\x1B\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colours { get; }

    [GeneratedRegex(
        """
        ^(\++\ |\#|W:\ |N:\ |ok\b|changed:\ \[|skipping:\ \[|not\ ok\ .{0,80}\#\ (TODO|SKIP)|\[?(warning|info|debug|notice|note)\b)
        |^[^a-z]{0,40}\b(WARN|WARNING|INFO|DEBUG|TRACE|NOTICE)\b
        |\b(ignored|skipped|passed|PASSED|OK)\]?\.?$
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Harmless { get; }
}
