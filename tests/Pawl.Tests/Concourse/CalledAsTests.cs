using Pawl.Cli.Concourse;
using Xunit;

namespace Pawl.Tests.Concourse;

public sealed class CalledAsTests
{
    [Theory]
    [InlineData("/opt/resource/check", "check")]
    [InlineData("/opt/resource/in", "in")]
    [InlineData("/opt/resource/out", "out")]
    [InlineData("/opt/resource/./out", "out")]
    [InlineData("/usr/bin/check", null)]
    [InlineData("/opt/resource/pawl", null)]
    [InlineData("/opt/resource", null)]
    [InlineData("check", null)]
    [InlineData("pawl", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    public void Only_a_script_s_name_in_a_folder_resource_means_something(string name, string? verb) => Assert.Equal(verb, CalledAs.VerbOf(name));
}
