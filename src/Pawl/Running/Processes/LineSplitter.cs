using System.Text;

namespace Pawl.Running.Processes;

/// <summary>Cuts a stream of bytes into lines of text. Invalid UTF-8 becomes U+FFFD, NULs and a carriage return before the line feed are
/// kept out, and a line of more than <see cref="LongestPiece"/> bytes comes in pieces, cut between characters.</summary>
/// <param name="deliver">Gets each line.</param>
internal sealed class LineSplitter(Action<TaskLine> deliver)
{
    /// <summary>Bytes of a line that are delivered at once.</summary>
    internal const int LongestPiece = 16 * 1024;

    private const int LongestCharacter = 4;

    private readonly byte[] _held = new byte[LongestPiece];
    private int _length;

    /// <summary>Takes the next bytes.</summary>
    internal void Push(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            Hold(part);
            if (end >= 0)
                DeliverLine();
            bytes = bytes[(end < 0 ? part.Length : end + 1)..];
        }
    }

    /// <summary>Delivers a last line that no line feed ended.</summary>
    internal void Finish()
    {
        if (_length > 0)
            DeliverLine();
    }

    private void Hold(ReadOnlySpan<byte> part)
    {
        while (part.Length > _held.Length - _length)
        {
            var fits = _held.Length - _length;
            part[..fits].CopyTo(_held.AsSpan(_length));
            part = part[fits..];
            DeliverPiece();
        }

        part.CopyTo(_held.AsSpan(_length));
        _length += part.Length;
    }

    private void DeliverPiece()
    {
        var whole = WholeCharacters(_held);
        Deliver(_held.AsSpan(0, whole), TaskLineEnd.Piece);
        _held.AsSpan(whole).CopyTo(_held);
        _length = _held.Length - whole;
    }

    private void DeliverLine()
    {
        var line = _held.AsSpan(0, _length);
        Deliver(line is [.., (byte)'\r'] ? line[..^1] : line, TaskLineEnd.Line);
        _length = 0;
    }

    private void Deliver(ReadOnlySpan<byte> line, TaskLineEnd end)
    {
        var text = Encoding.UTF8.GetString(line);
        deliver(new TaskLine(text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text, end));
    }

    // The length without a character at the end of which only the first bytes are there.
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back < LongestCharacter; back++)
        {
            var lead = bytes[^back];
            if ((lead & 0xC0) == 0x80)
                continue;
            var length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            return length > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
