namespace Pawl.Secrets;

/// <summary>The last lines of a stream, in bounded memory.</summary>
/// <param name="maxLines">The most lines kept.</param>
/// <param name="maxCharacters">The most characters kept; of a single line longer than that, its end.</param>
public sealed class TailLines(int maxLines = 1_000, int maxCharacters = 131_072)
{
    private readonly Queue<string> _lines = new();
    private int _characters;

    /// <summary>The lines kept, in their order.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>How many earlier lines are gone.</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds the next line, and drops from the start what is too much.</summary>
    public void Add(string line)
    {
        var kept = line.Length > maxCharacters ? line[^maxCharacters..] : line;
        _lines.Enqueue(kept);
        _characters += kept.Length;
        while (_lines.Count > maxLines || _characters > maxCharacters)
        {
            _characters -= _lines.Dequeue().Length;
            Dropped++;
        }
    }
}
