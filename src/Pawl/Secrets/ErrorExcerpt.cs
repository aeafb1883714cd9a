using System.Globalization;

namespace Pawl.Secrets;

/// <summary>Chooses the lines of an output that a message shows.</summary>
internal static class ErrorExcerpt
{
    private const int LongestLine = 400;

    // The very end is always shown, and so much around an error.
    private const int End = 4;
    private const int Before = 2;
    private const int After = 1;

    /// <summary>The last lines, errors and their surroundings before others, with a note in place of what is left out.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="dropped">How many came before them.</param>
    /// <param name="mostLines">The most lines, with notes.</param>
    /// <param name="mostCharacters">The most characters, with a line end each.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<OutputLine> lines, long dropped, int mostLines, int mostCharacters)
    {
        var texts = lines.Select(line => ErrorText.Shorten(line.ToString(), LongestLine)).ToArray();
        var chosen = new SortedSet<int>();
        List<string> best = [];
        foreach (var wanted in ByWeight(lines))
        {
            if (!chosen.Add(wanted))
                continue;
            var rendered = Render(lines, texts, dropped, chosen);
            if (rendered.Count <= mostLines && rendered.Sum(line => line.Length + 1) <= mostCharacters)
                best = rendered;
            else
                chosen.Remove(wanted);
            if (chosen.Count >= mostLines)
                break;
        }

        return best;
    }

    private static IEnumerable<int> ByWeight(IReadOnlyList<OutputLine> lines)
    {
        var last = lines.Count - 1;
        var fromLast = Enumerable.Range(0, lines.Count).Select(i => last - i).ToArray();
        var errors = fromLast.Where(i => MeaningfulLines.IsError(lines[i].Text)).SelectMany(Surroundings).Where(i => i >= 0 && i <= last);
        return [.. fromLast.Take(End), .. errors, .. fromLast];
    }

    private static IEnumerable<int> Surroundings(int error) =>
        Enumerable.Range(1, Before).Select(i => error - i).Prepend(error).Concat(Enumerable.Range(1, After).Select(i => error + i));

    private static List<string> Render(IReadOnlyList<OutputLine> lines, string[] texts, long dropped, SortedSet<int> chosen)
    {
        var text = new List<string>();
        var next = 0;
        var leftOut = dropped;
        foreach (var i in chosen)
        {
            for (; next < i; next++)
                leftOut += lines[next].Times;
            if (leftOut > 0)
                text.Add(string.Create(CultureInfo.InvariantCulture, $"[... {leftOut:N0} {(leftOut == 1 ? "line" : "lines")} left out ...]"));
            text.Add(texts[i]);
            leftOut = 0;
            next = i + 1;
        }

        return text;
    }
}
