using System.Text;
using CsCheck;
using Pawl.Running.Processes;
using Xunit;

namespace Pawl.Tests.Running.Processes;

public sealed class LineSplitterTests
{
    [Fact]
    public void Lines_come_the_same_however_the_bytes_arrive()
    {
        var text = Gen.String[Gen.Char["ab\n\r€ä\0"], 0, 200];
        Gen.Select(text, Gen.Int[1, 50]).Sample((written, size) =>
        {
            var lines = written.Split('\n').ToList();
            if (lines[^1].Length == 0)
                lines.RemoveAt(lines.Count - 1);
            var expected = lines.Select(line => (line.EndsWith('\r') ? line[..^1] : line).Replace("\0", "", StringComparison.Ordinal));
            Assert.Equal(expected, Split(Encoding.UTF8.GetBytes(written), size));
        });
    }

    [Fact]
    public void An_overlong_line_comes_in_pieces_that_put_together_are_the_line()
    {
        Gen.Select(Gen.String[Gen.Char["a€ä"], 6_000, 40_000], Gen.Int[1, 70_000]).Sample(
            (line, size) =>
            {
                var pieces = Split(Encoding.UTF8.GetBytes(line + "\nnext\n"), size);
                Assert.Equal("next", pieces[^1]);
                Assert.Equal(line, string.Concat(pieces.SkipLast(1)));
                Assert.All(pieces, piece => Assert.InRange(Encoding.UTF8.GetByteCount(piece), 0, LineSplitter.LongestPiece));
            },
            iter: 50);
    }

    [Fact]
    public void Any_bytes_become_text_and_none_of_it_is_held_without_bound()
    {
        Gen.Select(Gen.Byte.Array[0, 40_000], Gen.Int[1, 70_000]).Sample(
            (bytes, size) => Assert.All(Split(bytes, size), line => Assert.DoesNotContain(line, c => c is '\0' or '\n')),
            iter: 50);
    }

    [Fact]
    public void A_line_of_exactly_the_longest_piece_is_one_line()
    {
        var line = new string('x', LineSplitter.LongestPiece);
        Assert.Equal([line, "y"], Split(Encoding.UTF8.GetBytes(line + "\ny"), 1000));
    }

    private static List<string> Split(byte[] bytes, int size)
    {
        var lines = new List<string>();
        var splitter = new LineSplitter(line => lines.Add(line.Text));
        foreach (var part in bytes.Chunk(size))
            splitter.Push(part);
        splitter.Finish();
        return lines;
    }
}
