using System.Text;
using CsCheck;
using Pawl.Running;
using Pawl.Running.Processes;
using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

/// <summary>Lines that are too long to come at once: where they are cut says nothing of where a secret is.</summary>
public sealed class LongLineTests
{
    private const string Literal = "S3cr3tValueXYZ99";

    // Assembled here so that nothing in this file looks like one.
    private static readonly string Key = "AKIA" + "IOSFODNN7" + "QWERTYU";

    private static readonly Redactor Redactor = Redactor.For([Literal]);

    [Fact]
    public void A_secret_anywhere_around_a_cut_never_shows_any_part_of_it()
    {
        // NULs fill pieces too, and are not part of the text.
        var around = Gen.Select(
            Gen.Int[LineSplitter.LongestPiece - 60, LineSplitter.LongestPiece + 20], Gen.Int[1, 3], Gen.Bool, Gen.Char["-\0"], Gen.Int[0, 100]);
        around.Sample(
            (before, pieces, isLiteral, filler, after) =>
            {
                var start = new string(filler, before + ((pieces - 1) * LineSplitter.LongestPiece));
                var end = new string(filler, after);
                var shown = Show($"{start}{(isLiteral ? Literal : $" {Key} ")}{end}\nnext\n");
                var expected = $"{start}{(isLiteral ? Redactor.Marker : $" {Redactor.Marker} ")}{end}next";
                Assert.Equal(expected.Replace("\0", "", StringComparison.Ordinal), shown);
            },
            iter: 600);
    }

    [Fact]
    public void A_long_line_without_a_secret_stays_as_it_is() => Gen.String[Gen.Char["ab €"], 30_000, 60_000].Sample(
        line => Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)), Show(line + "\n")),
        iter: 20);

    private static string Show(string text)
    {
        var (lines, shown) = (new LineRedactor(Redactor), new StringBuilder());
        var splitter = new LineSplitter(line => shown.Append(line.End == TaskLineEnd.Line ? lines.Redact(line.Text) : lines.RedactPiece(line.Text)));
        splitter.Push(Encoding.UTF8.GetBytes(text));
        splitter.Finish();
        return shown.ToString();
    }
}
