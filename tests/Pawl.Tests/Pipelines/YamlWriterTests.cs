using CsCheck;
using Pawl.Yaml;
using Xunit;

namespace Pawl.Tests.Pipelines;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("yes")]
    [InlineData("Off")]
    [InlineData("012")]
    [InlineData("1e3")]
    [InlineData("12:30")]
    [InlineData("")]
    [InlineData(" x ")]
    [InlineData("a: b")]
    [InlineData("a:")]
    [InlineData("- a")]
    [InlineData("#x")]
    [InlineData("((var))")]
    [InlineData("s3://bucket/prefix")]
    [InlineData("two\nlines\n")]
    [InlineData("\n")]
    [InlineData("\n\n")]
    [InlineData("  indented\nfirst")]
    [InlineData("trailing \nspace")]
    [InlineData("\ttab\n\n\n")]
    [InlineData("\u0007bell\nand more")]
    public void Text_is_read_as_the_same_text(string text) => Assert.Equal(text, Read(text));

    [Fact]
    public void Any_text_is_read_as_the_same_text() =>
        Gen.String[Gen.Char["ab \n\t'\"\\:#-{}[](),&*!|>%@`0~é\u2028"], 0, 30].Sample(text => Assert.Equal(text, Read(text)));

    private static string Read(string text)
    {
        var written = new StringWriter { NewLine = "\n" };
        YamlWriter.Write(YamlNode.Map(("a", YamlNode.List(YamlNode.Map(("b", YamlNode.Of(text)), ("c", null))))), written);
        var stream = new YamlDotNet.RepresentationModel.YamlStream();
        stream.Load(new StringReader(written.ToString()));
        var value = (YamlDotNet.RepresentationModel.YamlScalarNode)stream.Documents[0].RootNode["a"][0]["b"];
        // Plain words are left to what is text in every reader.
        Assert.True(value.Style != YamlDotNet.Core.ScalarStyle.Plain || char.IsAsciiLetter(text[0]) || text[0] is '(' or '/' or '_', written.ToString());
        return value.Value!;
    }
}
