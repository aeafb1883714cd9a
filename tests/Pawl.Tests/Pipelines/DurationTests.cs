using CsCheck;
using Pawl.Pipelines;
using Xunit;

namespace Pawl.Tests.Pipelines;

public sealed class DurationTests
{
    [Theory]
    [InlineData("90s", 90_000)]
    [InlineData("45m", 2_700_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("2d", 172_800_000)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("0s", 0)]
    [InlineData("365d", 31_536_000_000)]
    public void A_duration_means_what_it_says(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration, out _));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData(" 5s")]
    [InlineData("5s ")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("5S")]
    [InlineData("5w")]
    [InlineData("5s5s")]
    [InlineData("5s1m")]
    [InlineData("\u0665s")]
    [InlineData("366d")]
    [InlineData("99999999999d99999999999h")]
    [InlineData("999999999999999999999d")]
    public void What_is_no_duration_is_refused_with_a_mend(string text)
    {
        Assert.False(Duration.TryParse(text, out _, out var complaint));
        Assert.NotEmpty(complaint.What);
        Assert.NotEmpty(complaint.Mend);
    }

    [Fact]
    public void Any_duration_reads_back_as_it_was_written() => Gen.Long[0, (long)Duration.Longest.TotalMilliseconds].Sample(milliseconds =>
        Duration.TryParse(Duration.Format(TimeSpan.FromMilliseconds(milliseconds)), out var duration, out _)
        && (long)duration.TotalMilliseconds == milliseconds);
}
