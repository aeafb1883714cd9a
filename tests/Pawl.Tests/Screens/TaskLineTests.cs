using CsCheck;
using Pawl.Cli.Screens;
using Xunit;

namespace Pawl.Tests.Screens;

/// <summary>A task may print anything; a screen shows no more of it than text and colours.</summary>
public sealed class TaskLineTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("\u001b[2J\u001b[Hcleared", "cleared")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u001bPq#0;2\u001b\\sixel", "sixel")]
    [InlineData("\u001b[6nasks", "asks")]
    [InlineData("\u001bcreset", "reset")]
    [InlineData("unfinished\u001b[", "unfinished")]
    [InlineData("unfinished\u001b]0;never ends", "unfinished")]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("nul\0bell\u0007", "nul\\x00bell\\x07")]
    [InlineData("\u009b2Jc1", "\\x9b2Jc1")]
    [InlineData("right\u202eto left", "right\\u202eto left")]
    [InlineData("10%\r50%\r100%\r", "100%")]
    public void What_a_terminal_would_act_on_is_taken_out_or_shown_escaped(string line, string shown) =>
        Assert.Equal(shown, TaskLine.Clean(line, TaskColours.Removed));

    [Fact]
    public void Colours_are_kept_where_they_are_wanted_and_end_with_the_line() =>
        Assert.Equal("\u001b[1;31mred\u001b[0m", TaskLine.Clean("\u001b[1;31mred\u001b[5A", TaskColours.Kept));

    [Fact]
    public void No_line_leaves_a_sequence_behind_but_colours()
    {
        string[] special = ["\u001b", "[", "]", "31m", "2J", "\u0007", "\r", "\u009b", ";", "text", "P", "\\", "\u001b[3"];
        var piece = Gen.OneOf(Gen.Int[0, special.Length - 1].Select(i => special[i]), Gen.Char.Select(c => c.ToString()));
        piece.Array[0, 12].Select(string.Concat).Sample(line =>
        {
            var kept = TaskLine.Clean(line, TaskColours.Kept);
            var rest = System.Text.RegularExpressions.Regex.Replace(kept, "\u001b\\[[0-9;:]*m", "");
            return !rest.Any(c => c != '\t' && char.IsControl(c))
                && !TaskLine.Clean(line, TaskColours.Removed).Any(c => c != '\t' && char.IsControl(c));
        });
    }
}
