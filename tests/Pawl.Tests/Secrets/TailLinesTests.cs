using CsCheck;
using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

public sealed class TailLinesTests
{
    [Fact]
    public void The_last_lines_are_kept_within_both_bounds() =>
        Gen.Select(Gen.String[0, 30].List[0, 100], Gen.Int[1, 20], Gen.Int[1, 100]).Sample((lines, most, characters) =>
        {
            var tail = new TailLines(most, characters);
            foreach (var line in lines)
                tail.Add(line);
            var expected = lines.Select(line => line.Length > characters ? line[^characters..] : line).Skip((int)tail.Dropped);
            return tail.Lines.Count <= most && tail.Lines.Sum(line => line.Length) <= characters && tail.Lines.SequenceEqual(expected)
                && (lines.Count == 0 || tail.Lines.Count > 0);
        });

    [Fact]
    public void No_more_is_dropped_than_the_bounds_ask_for()
    {
        var tail = new TailLines(maxLines: 3, maxCharacters: 10);
        foreach (var line in new[] { "one", "two", "three", "four" })
            tail.Add(line);
        Assert.Equal(["three", "four"], tail.Lines);
        Assert.Equal(2, tail.Dropped);
    }
}
