namespace Pawl.Bench;

/// <summary>The report on standard output; what goes on meanwhile is said on standard error.</summary>
internal static class Markdown
{
    public static void Progress(string what) => Console.Error.WriteLine($"bench: {what}");

    public static void Section(string title) => Console.WriteLine($"\n## {title}\n");

    public static void Text(string text) => Console.WriteLine($"{text}\n");

    public static void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        Line(heads);
        Line([.. heads.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (var row in rows)
            Line(row);
        Console.WriteLine();
    }

    private static void Line(IReadOnlyList<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}
