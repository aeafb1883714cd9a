using System.Text.RegularExpressions;

namespace Pawl.Secrets;

/// <summary>A line of output as a message shows it.</summary>
/// <param name="Text">The line.</param>
/// <param name="Times">How many times it came in a row.</param>
internal readonly record struct OutputLine(string Text, int Times)
{
    /// <summary>The line with how often it came.</summary>
    public override string ToString() => Times == 1 ? Text : $"{Text} (x{Times})";
}

/// <summary>What of a task's output tells something.</summary>
internal static partial class MeaningfulLines
{
    /// <summary>The lines as a terminal would show them, without blank ones, rulers and progress, repeated ones once. If nothing else is
    /// there, the rulers and the progress.</summary>
    public static IReadOnlyList<OutputLine> Of(IEnumerable<string> lines)
    {
        var shown = lines.Select(TerminalText.AsShown).Where(line => !string.IsNullOrWhiteSpace(line)).ToArray();
        var telling = Fold(shown.Where(line => IsError(line) || !IsNoise(line)));
        return telling.Count > 0 ? telling : Fold(shown);
    }

    /// <summary>Whether a line speaks of an error.</summary>
    public static bool IsError(string line) => ErrorWord.IsMatch(line);

    private static List<OutputLine> Fold(IEnumerable<string> lines)
    {
        var folded = new List<OutputLine>();
        foreach (var line in lines)
        {
            if (folded.Count > 0 && folded[^1].Text == line)
                folded[^1] = folded[^1] with { Times = folded[^1].Times + 1 };
            else
                folded.Add(new OutputLine(line, 1));
        }

        return folded;
    }

    private static bool IsNoise(string line) => !line.Any(char.IsLetterOrDigit) || Progress.IsMatch(line);

    [GeneratedRegex(@"(?:errors?|exception|failures?|failed|(?<![A-Za-z0-9_])(?:fatal|panic|traceback|denied|cannot|can't|could not|unable to|not found|no such file|E:|ERR!))(?![A-Za-z0-9_])|\*\*\*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ErrorWord { get; }

    // "45%" alone; with a bar, a speed, a time left or a count; curl's table.
    [GeneratedRegex(@"^[^A-Za-z0-9]*[0-9]{1,3}(?:[.,][0-9]{1,3})?\s?%[^A-Za-z0-9]*$|[0-9]\s?%.{0,40}(?:[#=█▓▒░━>-]{3}|\([0-9]{1,12}/[0-9]{1,12}\)|[BKMGbkmg]i?[Bb]?/s|\beta\b)|[#=█▓▒░━>-]{3}.{0,80}[0-9]\s?%|--:--:--", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Progress { get; }
}
