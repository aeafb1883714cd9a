using CsCheck;
using Pawl.Cli.Concourse.Pipelines;
using Xunit;

namespace Pawl.Tests.Concourse;

public sealed class NamesTests
{
    [Theory]
    [InlineData("Kickstart", "state-5-kickstart")]
    [InlineData("Users & authentication!", "state-5-users-authentication")]
    [InlineData("Größe", "state-5-gr-e")]
    [InlineData("***", "state-5")]
    public void A_state_s_name_becomes_an_identifier(string name, string identifier) => Assert.Equal(identifier, Identifier.Of("state-5", name));

    [Fact]
    public void Whatever_the_name_the_identifier_is_one() => Gen.String.Sample(name =>
        Assert.Matches("^[a-z0-9][a-z0-9-]*$", Identifier.Of("state-5", name)));

    [Theory]
    [InlineData("((a))", true)]
    [InlineData("x=$((count))", true)]
    [InlineData("((vault:path/to.it))", true)]
    [InlineData("$((a + 1))", false)]
    [InlineData("(( a ))", false)]
    [InlineData("(a)", false)]
    public void What_Concourse_takes_for_a_variable(string text, bool isOne) => Assert.Equal(isOne, Variable.StandsIn(text));
}
