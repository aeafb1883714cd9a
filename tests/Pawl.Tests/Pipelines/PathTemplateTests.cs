using Pawl.Pipelines;
using Xunit;

namespace Pawl.Tests.Pipelines;

public sealed class PathTemplateTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["BUILD_ID"] = "b1", ["EMPTY"] = "" };

    [Theory]
    [InlineData(".", "/p")]
    [InlineData("out/x.tar", "/p/out/x.tar")]
    [InlineData("../x", "/x")]
    [InlineData("/abs", "/abs")]
    [InlineData("work/${BUILD_ID}/x", "/p/work/b1/x")]
    [InlineData("${BUILD_ID}${EMPTY}-$5", "/p/b1-$5")]
    public void A_path_is_the_folder_and_the_variables_put_together(string text, string expected)
    {
        Assert.True(PathTemplate.TryParse(text, out var template, out _));
        Assert.True(template.TryExpand(Environment, "/p", out var path, out _));
        Assert.Equal(expected, path);
    }

    [Fact]
    public void A_variable_that_is_not_set_is_named()
    {
        Assert.True(PathTemplate.TryParse("${BUILD_ID}/${NOWHERE}", out var template, out _));

        Assert.False(template.TryExpand(Environment, "/p", out _, out var missing));
        Assert.Equal("NOWHERE", missing);
    }
}
