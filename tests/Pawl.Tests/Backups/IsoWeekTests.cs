using System.Globalization;
using Pawl.Stores.Backups;
using Xunit;

namespace Pawl.Tests.Backups;

public sealed class IsoWeekTests
{
    [Theory]
    [InlineData("2026-11-23T00:00:00Z", "2026-W48")]
    [InlineData("2026-11-29T23:59:59.999Z", "2026-W48")]
    [InlineData("2027-01-03T12:00:00Z", "2026-W53")]
    [InlineData("2024-12-30T00:00:00Z", "2025-W01")]
    [InlineData("2026-11-30T01:00:00+02:00", "2026-W48")]
    public void A_moment_is_in_its_week_of_UTC(string time, string week)
    {
        var found = IsoWeek.Of(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));

        Assert.Equal(week, found.ToString());
        Assert.True(IsoWeek.TryParse(week, out var read) && read == found);
        Assert.Equal(found, IsoWeek.Of(found.End.AddTicks(-1)));
        Assert.Equal(found, IsoWeek.Of(found.End).Previous);
    }

    [Theory]
    [InlineData("2026-W00")]
    [InlineData("2026-W54")]
    [InlineData("2025-W53")]
    [InlineData("2026W48")]
    [InlineData("2026-W4 ")]
    [InlineData("")]
    public void What_is_no_week_is_refused(string text) => Assert.False(IsoWeek.TryParse(text, out _));

    [Theory]
    [InlineData("52w", 364, "52w")]
    [InlineData("30d", 30, "30d")]
    [InlineData("14d", 14, "2w")]
    public void An_age_may_be_in_weeks(string text, int days, string written)
    {
        Assert.True(Retention.TryParseAge(text, out var age, out _));
        Assert.Equal((TimeSpan.FromDays(days), written), (age, Retention.FormatAge(age)));
    }
}
