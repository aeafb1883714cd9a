using System.Text;

namespace Pawl.Secrets;

/// <summary>A piece of a line.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after its last.</param>
internal readonly record struct Stretch(int Start, int End)
{
    /// <summary>Nothing.</summary>
    public static Stretch None => default;

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => End <= Start;
}

/// <summary>The pieces of one line that must not be seen. Pieces may overlap and come in any order.</summary>
internal sealed class Mask
{
    private readonly List<Stretch> _stretches = [];

    /// <summary>Hides one more piece, which may be empty, and returns where it ends.</summary>
    public int Add(Stretch stretch)
    {
        if (!stretch.IsEmpty)
            _stretches.Add(stretch);
        return stretch.End;
    }

    /// <summary>The line with <see cref="Redactor.Marker"/> in place of every piece; the same line if nothing changes. The mask is empty
    /// afterwards. Pieces that touch become one, and so do pieces that touch a marker already there: redacting twice changes nothing.</summary>
    public string Apply(string line)
    {
        if (_stretches.Count == 0)
            return line;
        for (var at = line.IndexOf(Redactor.Marker, StringComparison.Ordinal); at >= 0;
            at = line.IndexOf(Redactor.Marker, at + 1, StringComparison.Ordinal))
        {
            _stretches.Add(new Stretch(at, at + Redactor.Marker.Length));
        }

        _stretches.Sort((a, b) => a.Start.CompareTo(b.Start));
        var text = new StringBuilder(line.Length);
        var next = 0;
        for (var i = 0; i < _stretches.Count;)
        {
            var (start, end) = _stretches[i++];
            while (i < _stretches.Count && _stretches[i].Start <= end)
                end = Math.Max(end, _stretches[i++].End);
            text.Append(line, next, start - next).Append(Redactor.Marker);
            next = end;
        }

        _stretches.Clear();
        return text.Append(line, next, line.Length - next).ToString();
    }
}
