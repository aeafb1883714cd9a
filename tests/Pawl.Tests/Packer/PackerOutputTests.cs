using CsCheck;
using Pawl.Packer;
using Pawl.Running;
using Xunit;

namespace Pawl.Tests.Packer;

public sealed class PackerOutputTests
{
    [Fact]
    public void Progress_reads_as_Packer_itself_shows_it()
    {
        Assert.Equal(
            ["==> prov: Running local shell script: /tmp/x", "    prov: one, two", "==> Wait completed after 1 second", "Error: Argument required", "", "  on x.pkr.hcl line 1"],
            Read(
                "1,,ui,say,==> prov: Running local shell script: /tmp/x",
                "1,,ui,message,    prov: one%!(PACKER_COMMA) two",
                "1,,ui,say,\\n==> Wait completed after 1 second",
                "1,,ui,error,Error: Argument required\\n\\n  on x.pkr.hcl line 1\\n\\n"));
    }

    [Fact]
    public void What_Packer_prints_besides_is_shown_as_it_is()
    {
        Assert.Equal(
            ["2026/11/28 18:00:00 [INFO] a, b", "version-commit: x,y", "panic: no"],
            Read("2026/11/28 18:00:00 [INFO] a, b", "1,,version-commit,x,y", "panic: no"));
    }

    [Fact]
    public void A_builder_that_failed_beside_others_has_its_last_words_at_the_end()
    {
        var noise = Enumerable.Range(0, 5_000).Select(i => $"1,,ui,message,    good: line {i}");
        var lines = Read([
            "1,,ui,message,    bad: begins", "1,,ui,error,==> bad: E: Could not resolve host", "1,,ui,error,Build 'bad' errored after 1 second: exit 7",
            .. noise, "1,bad,error,exit 7", "1,,ui,error,--> bad: exit 7",
        ]);

        Assert.Equal(
            ["==> 1 of 2 builders failed; what they said last:", "    bad: begins", "==> bad: E: Could not resolve host", "Build 'bad' errored after 1 second: exit 7", "--> bad: exit 7"],
            lines.TakeLast(5));
    }

    [Fact]
    public void A_builder_that_failed_alone_is_not_repeated()
    {
        Assert.Equal(["==> bad: E: no", "--> bad: exit 7"], Read("1,,ui,error,==> bad: E: no", "1,bad,error,exit 7", "1,,ui,error,--> bad: exit 7"));
    }

    [Fact]
    public void Artifacts_are_put_together_and_counted_once_though_post_processors_tell_them_again()
    {
        var output = new PackerOutput();
        string[] aws = ["1,web,artifact,I,builder-id,mitchellh.amazonebs", "1,web,artifact,I,id,us-east-1:ami-1%!(PACKER_COMMA)eu-west-1:ami-2", "1,web,artifact,I,string,AMIs were created:", "1,web,artifact,I,files-count,0", "1,web,artifact,I,end"];
        string[] file = ["1,image,artifact,0,builder-id,packer.file", "1,image,artifact,0,id,File", "1,image,artifact,0,files-count,1", "1,image,artifact,0,file,0,out/a%!(PACKER_COMMA)b", "1,image,artifact,0,end"];
        Read(output, ["1,web,artifact-count,2", .. aws.Select(l => l.Replace("I", "0", StringComparison.Ordinal)), .. aws.Select(l => l.Replace("I", "1", StringComparison.Ordinal)), .. file]);

        Assert.Collection(
            output.Artifacts,
            web => Assert.Equal(("web", "us-east-1:ami-1,eu-west-1:ami-2", 0), (web.Build, web.Id, web.Files.Length)),
            image => Assert.Equal(("image", "", "out/a,b"), (image.Build, image.Id, Assert.Single(image.Files).Path)));
    }

    [Fact]
    public void A_line_that_comes_in_pieces_is_read_as_one_and_an_endless_one_is_cut()
    {
        var output = new PackerOutput();
        Assert.Empty(output.Read(new TaskLine("1,,ui,say,==> a: one%!(PACKER_", TaskLineEnd.Piece)));
        Assert.Equal(["==> a: one,two"], output.Read(new TaskLine("COMMA)two", TaskLineEnd.Line)));
        for (var i = 0; i < 1_000; i++)
            Assert.Empty(output.Read(new TaskLine(new string('x', 16_384), TaskLineEnd.Piece)));
        var cut = Assert.Single(output.Finish());
        Assert.InRange(cut.Length, PackerOutput.LongestLine, PackerOutput.LongestLine + 60);
        Assert.EndsWith("characters left out ...]", cut, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_output_is_read_and_nothing_of_it_throws_or_is_kept_without_bound()
    {
        var word = Gen.OneOf(
            Gen.OneOf("1,,ui,say,", "1,,ui,error,", "1,a,error,", "1,a,artifact,0,", "id,", "file,0,", "end", "==> ", "    ", "a: ", "Build 'a' errored", "\\n", "%!(PACKER_COMMA)", ","),
            Gen.String[Gen.Char, 0, 8]);
        var piece = Gen.Select(word.Array[0, 8].Select(string.Concat), Gen.Enum<TaskLineEnd>(), (text, end) => new TaskLine(text, end));
        piece.Array[0, 60].Sample(pieces =>
        {
            var output = new PackerOutput();
            var shown = pieces.SelectMany(output.Read).Concat(output.Finish()).ToList();
            Assert.DoesNotContain(shown, line => line.Contains('\n') && !pieces.Any(p => p.Text.Contains('\n')));
            Assert.InRange(output.Artifacts.Length, 0, pieces.Length);
        });
    }

    private static List<string> Read(params string[] lines) => Read(new PackerOutput(), lines);

    private static List<string> Read(PackerOutput output, IEnumerable<string> lines) =>
        [.. lines.SelectMany(line => output.Read(new TaskLine(line, TaskLineEnd.Line)).ToList()), .. output.Finish()];
}
