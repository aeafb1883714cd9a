using System.Buffers;
using System.Text;
using Pawl.Cli.Output;

namespace Pawl.Cli.Screens;

/// <summary>Whether colours in a task's output are kept.</summary>
internal enum TaskColours
{
    /// <summary>Taken out.</summary>
    Removed,

    /// <summary>Kept, and reset at the line's end.</summary>
    Kept,
}

/// <summary>Makes a line of a task's output safe to show. A task may print anything: sequences that move the cursor, clear the
/// screen, set the title or ask the terminal to answer are taken out, other controls are shown escaped.</summary>
internal static class TaskLine
{
    private const char Escape = '\u001b';
    private const string Reset = "\u001b[0m";

    private static readonly SearchValues<char> ColourParameters = SearchValues.Create("0123456789;:");

    public static string Clean(string line, TaskColours colours)
    {
        line = Overwritten(line);
        if (!line.Any(Visible.IsActing))
            return line;
        var shown = new StringBuilder(line.Length + 8);
        var painted = false;
        for (var at = 0; at < line.Length;)
        {
            var length = SequenceLength(line, at);
            if (length == 0)
            {
                shown.Append(line[at] == '\t' ? "\t" : Visible.Line(line.Substring(at, 1)));
                at++;
                continue;
            }

            if (colours == TaskColours.Kept && IsColour(line.AsSpan(at, length)))
            {
                shown.Append(line, at, length);
                painted = true;
            }

            at += length;
        }

        return painted ? shown.Append(Reset).ToString() : shown.ToString();
    }

    // A progress display writes over its own line: what was written last is what a terminal would show.
    private static string Overwritten(string line)
    {
        var written = line.TrimEnd('\r');
        return written[(written.LastIndexOf('\r') + 1)..];
    }

    /// <summary>The length of the control sequence (ECMA-48) that begins here; 0 when none does. An unfinished one goes to the end.</summary>
    private static int SequenceLength(string line, int at)
    {
        if (line[at] != Escape)
            return 0;
        if (at + 1 == line.Length)
            return 1;
        return line[at + 1] switch
        {
            '[' => EndOf(line, at + 2, c => c is >= '@' and <= '~') - at,
            ']' or 'P' or 'X' or '^' or '_' => StringEnd(line, at + 2) - at,
            >= ' ' and <= '/' => EndOf(line, at + 2, c => c is >= '0' and <= '~') - at,
            _ => 2,
        };
    }

    private static int EndOf(string line, int from, Func<char, bool> isLast)
    {
        for (var i = from; i < line.Length; i++)
        {
            if (isLast(line[i]))
                return i + 1;
            if (line[i] is < ' ' or > '~')
                return i;
        }

        return line.Length;
    }

    // Ended by BEL or ESC \.
    private static int StringEnd(string line, int from)
    {
        for (var i = from; i < line.Length; i++)
        {
            if (line[i] == '\u0007')
                return i + 1;
            if (line[i] == Escape)
                return Math.Min(i + 2, line.Length);
        }

        return line.Length;
    }

    private static bool IsColour(ReadOnlySpan<char> sequence) =>
        sequence is [Escape, '[', .. var parameters, 'm'] && !parameters.ContainsAnyExcept(ColourParameters);
}
