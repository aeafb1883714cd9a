using Pawl.Alerts;
using Xunit;

namespace Pawl.Tests.Alerts;

public sealed class BackoffTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 8)]
    [InlineData(30, 300)]
    [InlineData(int.MaxValue, 300)]
    public void Each_wait_is_twice_the_last_up_to_five_minutes(int before, int seconds) =>
        Assert.Equal(Noon.AddSeconds(seconds), Backoff.After(new SendResult.Failed("", SendFault.Passing), before, Noon, 0.5));

    [Fact]
    public void What_will_not_pass_by_itself_is_still_tried_every_hour() =>
        Assert.Equal(Noon.AddHours(1), Backoff.After(new SendResult.Failed("", SendFault.Lasting), 50, Noon, 0.5));

    [Fact]
    public void A_channel_is_left_alone_for_as_long_as_it_asks_but_no_longer_than_an_hour()
    {
        Assert.Equal(Noon.AddSeconds(90), Backoff.After(new SendResult.Failed("", SendFault.Passing, TimeSpan.FromSeconds(90)), 0, Noon, 0.5));
        Assert.Equal(Noon.AddHours(1), Backoff.After(new SendResult.Failed("", SendFault.Passing, TimeSpan.FromDays(9)), 0, Noon, 0.5));
        Assert.Equal(Noon.AddSeconds(1), Backoff.After(new SendResult.Failed("", SendFault.Passing, TimeSpan.FromSeconds(-9)), 0, Noon, 0.5));
    }

    [Fact]
    public void Waits_are_spread_by_a_fifth()
    {
        Assert.Equal(Noon.AddSeconds(0.8), Backoff.After(new SendResult.Failed("", SendFault.Passing), 0, Noon, 0));
        Assert.True(Backoff.After(new SendResult.Failed("", SendFault.Passing), 0, Noon, 0.999) < Noon.AddSeconds(1.2));
    }
}
