using System.Globalization;

namespace Pawl.EndToEnd.Crashes;

/// <summary>What tasks wrote down: the order is that of the appends.</summary>
internal sealed record Journal(IReadOnlyList<JournalLine> Lines)
{
    /// <summary>The attempts that began.</summary>
    internal IEnumerable<(int State, int Attempt)> Begun => Of("begin");

    /// <summary>The attempts that found another one's lock held.</summary>
    internal IEnumerable<(int State, int Attempt)> Overlaps => Of("overlap");

    internal static Journal Read(string path) =>
        new(File.Exists(path) ? [.. File.ReadLines(path).Select(JournalLine.Parse)] : []);

    /// <summary>The last lines, for messages.</summary>
    internal string Tail(int count) => string.Join('\n', Lines.TakeLast(count));

    private IEnumerable<(int, int)> Of(string word) => Lines.Where(line => line.Word == word).Select(line => (line.State, line.Attempt));
}

/// <summary>One line.</summary>
internal sealed record JournalLine(string Word, int State, int Attempt, int Pid)
{
    internal static JournalLine Parse(string line)
    {
        var words = line.Split(' ');
        return new JournalLine(words[0], Number(words[1]), Number(words[2]), Number(words[3]));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
