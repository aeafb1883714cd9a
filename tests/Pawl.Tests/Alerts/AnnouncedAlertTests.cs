using Pawl.Alerts;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Alerts;

/// <summary>In stores that can't write a change and its alerts in one step, alerts are announced before the change.</summary>
public sealed class AnnouncedAlertTests : AlertWorld
{
    private string Objects => Path.Combine(Folder, "objects");

    [Fact]
    public async Task An_alert_whose_change_was_made_is_sent_though_its_process_died()
    {
        await using var store = Open();
        await using var office = Office(store);
        var change = await AnnounceAsync(store, office);
        await store.AppendAsync(change, None);
        Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(new DeliveryTally(1, 0), await office.SendOwedAsync(DeliveryHaste.Now, None));
        Assert.Single(Ops.Got);
    }

    [Fact]
    public async Task An_alert_whose_change_was_never_made_is_not_sent_and_forgotten_after_an_hour()
    {
        await using var store = Open();
        await using var office = Office(store);
        await AnnounceAsync(store, office);
        Time.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(new DeliveryTally(0, 0, 1), await office.SendOwedAsync(DeliveryHaste.Now, None));
        Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(default, await office.SendOwedAsync(DeliveryHaste.Now, None));
        Assert.Empty(await office.ListAsync(of: null, None).ToListAsync(None));
        Assert.Empty(Ops.Got);
    }

    [Fact]
    public async Task An_alert_whose_change_was_overtaken_by_another_is_forgotten_at_once()
    {
        await using var store = Open();
        await using var office = Office(store);
        var change = await AnnounceAsync(store, office);
        await store.AppendAsync(Change.To(change.Before, Now).Succeed(StateCode.First), None);
        Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(default, await office.SendOwedAsync(DeliveryHaste.Now, None));
        Assert.Empty(await office.ListAsync(of: null, None).ToListAsync(None));
        Assert.Empty(Ops.Got);
    }

    private ObjectBuildStore Open() => new(DirectoryObjects.Open(Objects), new StoreContext(Time, Warnings.Add));

    private AlertOffice Office(IBuildStore store)
    {
        var settings = AlertFileText.Valid("channels:\n  - {name: ops, type: email, host: localhost, from: a@b, to: [a@b]}\nrules:\n  - {name: r, on: failed, to: [ops]}\n");
        return new AlertOffice(
            settings, new AlertSenders(settings.Link, new Dictionary<string, string>(), Time, _ => Ops),
            () => DirectoryObjects.Open(Objects), notes => new ObjectDebtLedger(notes), store, new StoreContext(Time, Warnings.Add));
    }

    // What a process does before it changes a build, and no more: it dies then.
    private async Task<Change> AnnounceAsync(IBuildStore store, AlertOffice office)
    {
        var change = Change.To(await CreateAsync(store, "b"), Now).Fail(StateCode.First, Broken);
        await using var notes = DirectoryObjects.Open(Objects);
        foreach (var (channel, alert) in AlertRules.Raise(office.Settings.Rules, change))
            await new ObjectDebtLedger(notes).AddAsync(change.Before.Id, new OwedAlert(alert, channel, Time.GetUtcNow().AddSeconds(15), AlertTurn.Claimed, AlertWait.None, 0, "").ToDebt(), None);
        return change;
    }
}
