using Spectre.Console;

namespace Pawl.Cli.Output;

/// <summary>A table without lines: aligned columns for eyes and for grep.</summary>
internal static class PlainTable
{
    public static void Write(Terminal terminal, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true, Expand = false };
        var style = terminal.HasColours ? new Style(decoration: Decoration.Bold) : Style.Plain;
        foreach (var head in heads)
            table.AddColumn(new TableColumn(new Text(head, style)).PadRight(2).PadLeft(0));
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
