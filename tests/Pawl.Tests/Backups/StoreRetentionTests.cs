using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Xunit;

namespace Pawl.Tests.Backups;

/// <summary>For how long a store keeps what.</summary>
public sealed class StoreRetentionTests : BackupFixture
{
    [Theory]
    [InlineData("forever", "forever")]
    [InlineData("30d", "30d")]
    [InlineData("720h", "30d")]
    [InlineData("52w", "52w")]
    [InlineData("28d", "4w")]
    public void A_time_is_read_and_written(string text, string shown)
    {
        Assert.True(StayTime.TryParse(text, out var time, out _));
        Assert.Equal(shown, time.ToString());
        Assert.True(StayTime.TryParse(shown, out var again, out _));
        Assert.Equal(time, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("always")]
    [InlineData("Forever ")]
    [InlineData("-1d")]
    [InlineData("99w")]
    public void What_is_none_is_refused_and_never_taken_for_another(string text) => Assert.False(StayTime.TryParse(text, out _, out _));

    [Fact]
    public async Task Finished_and_failed_builds_go_apart_and_running_ones_never()
    {
        await CreateAsync("running");
        foreach (var age in (int[])[100, 50, 10])
        {
            await CompleteAsync($"done-{age}");
            await CreateAsync($"failed-{age}");
            await ChangeAsync($"failed-{age}", change => change.Fail(change.After.Current, new Failure("x", FailureCategory.Persistent, "test", null)));
            Time.Advance(TimeSpan.FromDays(age == 10 ? 10 : age == 50 ? 40 : 50));
        }

        await PruneAsync(new StoreRetention(StayTime.Forever, StayTime.Of(TimeSpan.FromDays(60))));
        Assert.Equal(["done-10", "done-100", "done-50", "failed-10", "failed-50", "running"], await IdsAsync());
        await PruneAsync(new StoreRetention(StayTime.Of(TimeSpan.FromDays(60)), StayTime.Forever));
        Assert.Equal(["done-10", "done-50", "failed-10", "failed-50", "running"], await IdsAsync());
        await PruneAsync(StoreRetention.Default);
        Assert.Equal(["done-10", "failed-10", "running"], await IdsAsync());
        await PruneAsync(new StoreRetention(StayTime.Forever, StayTime.Forever));
        Assert.Equal(["done-10", "failed-10", "running"], await IdsAsync());
    }

    private async Task PruneAsync(StoreRetention retention)
    {
        foreach (var order in retention.Orders(Effect.Real))
            await new LivePrune(Log, new NoGuard(), Burial).RunAsync(order, None).ToListAsync(None);
    }

    private async Task<List<string>> IdsAsync() => await Live.ListAsync(new BuildQuery(), None).Select(build => build.Id.Value).Order().ToListAsync(None);
}
