using Spectre.Console;

namespace Pawl.Cli.Output;

/// <summary>A table without lines: aligned columns for eyes and for grep.</summary>
internal static class PlainTable
{
    private const int Gap = 2;

    public static void Write(Terminal terminal, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (terminal.IsInteractive)
            WriteFitted(terminal, heads, rows);
        else
            WriteAligned(terminal.Out, [heads, .. rows.Select(row => (string[])[.. row.Select(Visible.Line)])]);
    }

    // For programs and files there is no width to fit into and nothing to colour: thousands of rows in a millisecond or two.
    private static void WriteAligned(TextWriter to, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var last = row.Count - 1;
            while (last > 0 && row[last].Length == 0)
                last--;
            for (var column = 0; column < last; column++)
                to.Write(row[column].PadRight(widths[column] + Gap));
            to.WriteLine(row[last]);
        }
    }

    private static void WriteFitted(Terminal terminal, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true, Expand = false };
        var style = terminal.HasColours ? new Style(decoration: Decoration.Bold) : Style.Plain;
        foreach (var head in heads)
            table.AddColumn(new TableColumn(new Text(head, style)).PadRight(Gap).PadLeft(0));
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(Visible.Line(cell), StyleOf(cell))));
        SpectreConsole.Of(terminal).Write(table);
    }

    private static Style StyleOf(string cell) => cell switch
    {
        "failed" => new Style(Color.Red),
        "completed" => new Style(Color.Green),
        "running" => new Style(Color.Teal),
        _ => Style.Plain,
    };
}
