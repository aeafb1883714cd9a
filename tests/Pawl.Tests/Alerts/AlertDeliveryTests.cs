using Pawl.Alerts;
using Pawl.Builds;
using Xunit;

namespace Pawl.Tests.Alerts;

public sealed class AlertDeliveryTests : AlertWorld
{
    private static readonly SendResult.Failed Down = new("it is down", SendFault.Passing);

    [Fact]
    public async Task An_alert_is_sent_by_the_process_that_made_the_change()
    {
        var (store, office) = Process("name: r, on: failed");
        await FailAsync(store, await CreateAsync(store, "b"));
        await CloseAsync(store);
        Assert.Equal(["b failed at state 0 Initialized (transient)"], Ops.Headlines);
        Assert.Empty(await OwedAsync());
    }

    [Fact]
    public async Task An_alert_of_a_process_that_died_after_the_commit_is_sent_by_another()
    {
        var (store, office) = Process("name: r, on: failed");
        await FailAndDieAsync(office, await CreateAsync(store, "b"));
        Assert.Equal(new DeliveryTally(0, 0, 1), await office.SendOwedAsync(DeliveryHaste.Now, None));
        Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(new DeliveryTally(1, 0), await office.SendOwedAsync(DeliveryHaste.Now, None));
        Assert.Single(Ops.Got);
        Assert.Empty(await OwedAsync());
    }

    [Fact]
    public async Task The_next_process_that_raises_an_alert_of_the_build_sends_the_earlier_ones_too()
    {
        var (store, office) = Process("name: r, on: failed");
        var build = await FailAndDieAsync(office, await FailAndDieAsync(office, await CreateAsync(store, "b")));
        await FailAndDieAsync(office, await CreateAsync(store, "another"));
        Time.Advance(TimeSpan.FromSeconds(15));
        await FailAsync(store, build);
        await CloseAsync(store);
        Assert.Equal(3, Ops.Got.SelectMany(message => message.Alerts).Select(alert => alert.Id).Distinct().Count());
        Assert.Equal("another", Assert.Single(await OwedAsync()).Alert.Build.Value);
    }

    [Fact]
    public async Task A_channel_that_is_down_delays_alerts_and_loses_none()
    {
        var (store, office) = Process("name: r, on: failed");
        Ops.Trouble = Down;
        var build = await CreateAsync(store, "b");
        for (var i = 0; i < 5; i++)
            build = await FailAndDieAsync(office, build);
        Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(new DeliveryTally(0, 1, 5), await office.SendOwedAsync(DeliveryHaste.WhenDue, None));
        Assert.Equal(new DeliveryTally(0, 0, 5), await office.SendOwedAsync(DeliveryHaste.WhenDue, None));
        Assert.Single(Warnings);
        Assert.Contains("it is down", (await OwedAsync()).Select(alert => alert.Error));

        Ops.Trouble = null;
        Assert.Equal(new DeliveryTally(5, 0), await office.SendOwedAsync(DeliveryHaste.Now, None));
        Assert.Equal(5, Ops.Got.SelectMany(message => message.Alerts).Select(alert => alert.Id).Distinct().Count());
        Assert.Equal(ChannelHealth.Good, await office.ReadHealthAsync(office.Settings.Channels[0], None));
    }

    [Fact]
    public async Task More_of_the_same_is_counted_and_told_when_its_time_is_over()
    {
        var (store, office) = Process("name: r, on: failed, at_most_every: 1h");
        var (one, other) = (await CreateAsync(store, "b"), await CreateAsync(store, "c"));
        for (var i = 0; i < 13; i++)
            one = await FailAndDieAsync(office, one);
        await FailAndDieAsync(office, other);
        Time.Advance(TimeSpan.FromSeconds(15));
        await office.SendOwedAsync(DeliveryHaste.WhenDue, None);
        Assert.Equal(["b failed at state 0 Initialized (transient)", "c failed at state 0 Initialized (transient)"], Ops.Headlines.Order());
        Assert.Empty(await OwedAsync());

        Time.Advance(TimeSpan.FromHours(1));
        await office.SendOwedAsync(DeliveryHaste.WhenDue, None);
        Assert.Equal("b failed at state 0 Initialized (transient) (11 more since 12:00Z)", Ops.Headlines.Last());
        await office.SendOwedAsync(DeliveryHaste.WhenDue, None);
        Assert.Equal(3, Ops.Got.Count);
    }

    [Fact]
    public async Task Alerts_of_many_builds_are_gathered_after_the_first()
    {
        var (store, office) = Process("name: r, on: failed, group: 10m");
        await FailAndDieAsync(office, await CreateAsync(store, "first"));
        Time.Advance(TimeSpan.FromSeconds(15));
        await office.SendOwedAsync(DeliveryHaste.WhenDue, None);
        for (var i = 0; i < 40; i++)
            await FailAndDieAsync(office, await CreateAsync(store, $"b{i}"));
        Time.Advance(TimeSpan.FromSeconds(15));
        await office.SendOwedAsync(DeliveryHaste.WhenDue, None);
        Assert.Single(Ops.Got);
        Time.Advance(TimeSpan.FromMinutes(10));
        await office.SendOwedAsync(DeliveryHaste.WhenDue, None);
        Assert.Equal("40 alerts: 40 of r", Ops.Headlines.Last());
        Assert.Equal((2, 40), (Ops.Got.Count, Ops.Got[1].Alerts.Length));
        Assert.Empty(await OwedAsync());
    }

    [Fact]
    public async Task Quiet_hours_hold_alerts_back_for_one_message_at_their_end_and_what_is_urgent_breaks_through()
    {
        var (store, office) = Process("name: r, on: failed, quiet_hours: {from: \"11:00\", to: \"13:00\"}", "name: u, on: failed, states: [0], image_type: [x], urgent: true");
        await FailAsync(store, await CreateAsync(store, "b"));
        await FailAsync(store, await CreateAsync(store, "c"));
        await CloseAsync(store);
        Assert.Equal(["u", "u"], Ops.Got.Select(message => Assert.Single(message.Alerts).Rule));

        (_, office) = Process("name: r, on: failed, quiet_hours: {from: \"11:00\", to: \"13:00\"}");
        Assert.Equal(new DeliveryTally(0, 0, 2), await office.SendOwedAsync(DeliveryHaste.Now, None));
        Time.Advance(TimeSpan.FromHours(1));
        await office.SendOwedAsync(DeliveryHaste.WhenDue, None);
        Assert.Equal("2 alerts: 2 of r", Ops.Headlines.Last());
        Assert.Equal(3, Ops.Got.Count);
    }

    [Fact]
    public async Task Two_senders_at_once_send_an_alert_once()
    {
        var (store, office) = Process("name: r, on: failed");
        var (_, second) = Process("name: r, on: failed");
        var build = await CreateAsync(store, "b");
        for (var i = 0; i < 20; i++)
            build = await FailAndDieAsync(office, build);
        Time.Advance(TimeSpan.FromSeconds(15));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() => (n % 2 == 0 ? office : second).SendOwedAsync(DeliveryHaste.Now, None).AsTask())));
        Assert.Equal(20, Ops.Got.Count);
    }

    [Fact]
    public async Task Time_raises_alerts_that_are_sent_once_a_period()
    {
        var (store, office) = Process("name: s, on: stuck, for: 2h", "name: l, on: lease_lost");
        var build = await CreateAsync(store, "b");
        await store.AppendAsync(Change.To(build, Now).Claim(TimeSpan.FromMinutes(1), _ => false), None);
        await LookAsync(office);
        Assert.Empty(Ops.Got);
        Time.Advance(TimeSpan.FromHours(2));
        await LookAsync(office);
        await LookAsync(office);
        Assert.Equal(["l", "s"], Ops.Got.Select(message => Assert.Single(message.Alerts).Rule).Order());
        Time.Advance(TimeSpan.FromDays(1));
        await LookAsync(office);
        await LookAsync(office);
        Assert.Equal(["l", "s", "s"], Ops.Got.Select(message => Assert.Single(message.Alerts).Rule).Order());
    }

    [Fact]
    public async Task An_alert_to_a_channel_that_is_gone_waits_for_it()
    {
        var (store, office) = Process("name: r, on: failed");
        var alert = AlertRules.Raise(office.Settings.Rules, Change.To(await CreateAsync(store, "b"), Now).Fail(StateCode.First, Broken)).Single().Alert;
        await using (var ledger = Pawl.Sqlite.SqliteBuildStore.Open(Folder, new Pawl.Sqlite.SqliteOptions()))
            await ledger.AddAsync(alert.Build, new OwedAlert(alert, "gone", Time.GetUtcNow(), AlertTurn.Anybodys, AlertWait.None, 0, "").ToDebt(), None);
        Assert.Equal(new DeliveryTally(0, 0, 1), await office.SendOwedAsync(DeliveryHaste.Now, None));
        Assert.Contains("the channel gone", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    private static async Task LookAsync(AlertOffice office)
    {
        await office.LookAsync(None);
        await office.SendOwedAsync(DeliveryHaste.WhenDue, None);
    }

    private async Task<List<OwedAlert>> OwedAsync()
    {
        var (_, office) = Process("name: r, on: failed");
        return await office.ListAsync(of: null, None).ToListAsync(None);
    }
}
