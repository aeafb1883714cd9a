using CsCheck;
using Pawl.Packer;
using Xunit;

namespace Pawl.Tests.Packer;

public sealed class MachineReadableLineTests
{
    // Everything that means something in a line, more often than by chance.
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.OneOf(",", "%!(PACKER_COMMA)", "%!(PACKER_", "COMMA)", "\\n", "\\r", "\\", "\n", "\r", "ui", "say", "artifact", "1795890679", "\0", "\ud800", "ä"),
        Gen.String[Gen.Char.AlphaNumeric, 0, 5]);

    private static readonly Gen<string> AnyLine = Piece.Array[0, 40].Select(string.Concat);

    [Fact]
    public void What_Packer_escapes_comes_back_as_it_was()
    {
        // Packer doesn't mark a backslash of the text's own, so a text with one before n or r can't come back.
        var text = Gen.OneOf(Gen.OneOf(",", "\n", "\r", ", ", "%", "(", "ä"), Gen.String[Gen.Char.AlphaNumeric, 0, 5]).Array[0, 20].Select(string.Concat);
        Gen.Select(text, text.Array[0, MachineReadableLine.MostData], Gen.Long[0, 99_999_999_999]).Sample((target, data, seconds) =>
        {
            var written = string.Join(',', [$"{seconds}", Escape(target), "artifact-count", .. data.Select(Escape)]);

            Assert.True(MachineReadableLine.TryParse(written, out var line));
            Assert.Equal((seconds, target, "artifact-count"), (line.Seconds, line.Target, line.Type));
            Assert.Equal(data, line.Data);
        });
    }

    [Fact]
    public void No_line_throws_and_none_grows() => AnyLine.Sample(written =>
    {
        if (!MachineReadableLine.TryParse(written, out var line))
            return;
        Assert.InRange(line.Data.Length, 0, MachineReadableLine.MostData);
        Assert.True(line.Target.Length + line.Type.Length + line.Data.Sum(text => text.Length) <= written.Length);
    });

    [Fact]
    public void A_line_that_is_one_keeps_every_text_at_its_place()
    {
        Assert.True(MachineReadableLine.TryParse("1795890679,image,artifact,0,file,0,out/a%!(PACKER_COMMA)b.raw", out var line));

        Assert.Equal(("image", "artifact", "0", "file", "out/a,b.raw", ""), (line.Target, line.Type, line.At(0), line.At(1), line.At(3), line.At(4)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",,")]
    [InlineData("1795890679,,")]
    [InlineData("1795890679,ui")]
    [InlineData("-1,,ui,say,x")]
    [InlineData("1e9,,ui,say,x")]
    [InlineData("1234567890123456789012345,,ui,say,x")]
    [InlineData("2026/11/28 18:00:00 [INFO] Packer version: 1.6.6 [go1.19, linux, amd64]")]
    [InlineData("panic: runtime error, index, out of range")]
    [InlineData("1795890679,,u i,say,x")]
    public void What_is_no_such_line_is_told_apart(string line) => Assert.False(MachineReadableLine.TryParse(line, out _));

    [Fact]
    public void The_last_of_too_many_texts_holds_the_rest()
    {
        Assert.True(MachineReadableLine.TryParse("1,,ui," + string.Join(',', Enumerable.Range(0, 40)), out var line));

        Assert.Equal(MachineReadableLine.MostData, line.Data.Length);
        Assert.Equal(string.Join(',', Enumerable.Range(15, 25)), line.Data[^1]);
    }

    private static string Escape(string text) => text
        .Replace(",", "%!(PACKER_COMMA)", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
