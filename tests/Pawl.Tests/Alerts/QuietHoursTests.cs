using System.Collections.Immutable;
using CsCheck;
using Pawl.Alerts;
using Xunit;

namespace Pawl.Tests.Alerts;

public sealed class QuietHoursTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly ImmutableArray<DayOfWeek> All = [.. Enum.GetValues<DayOfWeek>()];
    private static readonly QuietHours Night = new(new TimeOnly(22, 0), new TimeOnly(7, 0), All, Berlin);

    [Theory]
    [InlineData("2026-01-05T21:30:00Z", "2026-01-06T06:00:00Z")] // 22:30 by Berlin's clock, until 07:00 the next morning
    [InlineData("2026-01-05T05:59:59Z", "2026-01-05T06:00:00Z")]
    [InlineData("2026-07-05T20:00:00Z", "2026-07-06T05:00:00Z")] // in summer
    [InlineData("2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z")] // the night that loses an hour
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z")] // the night that gains one
    public void A_moment_in_them_waits_for_their_end_by_the_zones_clock(string now, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, null), Night.EndAfter(DateTimeOffset.Parse(now, null)));

    [Theory]
    [InlineData("2026-01-05T06:00:00Z")]
    [InlineData("2026-01-05T20:59:59Z")]
    public void A_moment_outside_waits_for_nothing(string now) => Assert.Null(Night.EndAfter(DateTimeOffset.Parse(now, null)));

    [Fact]
    public void They_begin_only_on_their_days_and_last_into_the_next()
    {
        var friday = Night with { Days = [DayOfWeek.Friday] };
        Assert.NotNull(friday.EndAfter(new DateTimeOffset(2026, 1, 10, 5, 0, 0, TimeSpan.Zero))); // Saturday, 06:00
        Assert.Null(friday.EndAfter(new DateTimeOffset(2026, 1, 10, 22, 0, 0, TimeSpan.Zero))); // Saturday, 23:00
    }

    [Fact]
    public void Their_end_is_always_later_within_a_day_and_is_not_quiet_itself() => Gen.Select(
        Gen.Int[0, 1439], Gen.Int[0, 1439], Gen.Int[0, 366 * 24 * 60]).Sample((from, to, minute) =>
    {
        var hours = new QuietHours(new TimeOnly(from / 60, from % 60), new TimeOnly(to / 60, to % 60), [DayOfWeek.Monday, DayOfWeek.Thursday], Berlin);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute);
        return hours.EndAfter(now) is not { } end || (end > now && end - now <= TimeSpan.FromHours(25) && hours.EndAfter(end) is null);
    });
}
