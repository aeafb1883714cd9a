using Pawl.Pipelines;
using Xunit;

namespace Pawl.Tests.Pipelines;

public sealed class SuggestionTests
{
    private static readonly string[] Words = ["retry", "timeout", "kill_after", "run"];

    [Theory]
    [InlineData("rety", "retry")]
    [InlineData("rerty", "retry")]
    [InlineData("Timeout", "timeout")]
    [InlineData("kill-after", "kill_after")]
    [InlineData("killafter", "kill_after")]
    [InlineData("rnu", "run")]
    [InlineData("artifacts", "")]
    [InlineData("x", "")]
    public void The_word_that_was_meant_is_the_nearest_one_that_is_near(string text, string meant) =>
        Assert.Equal(meant, Suggestion.For(text, Words));
}
