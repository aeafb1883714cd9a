using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Secrets;
using Pawl.Stores.Objects;
using Pawl.Tests.Backups;
using Xunit;

namespace Pawl.Tests.Auditing;

/// <summary>Builds that have anchors and are gone: removed by right, or not.</summary>
public sealed class RemovalTests : BackupFixture
{
    private static readonly OperatorKey Key = NewKey();

    private AnchorPlace Anchors => new(OpenObjects("anchors"));

    [Fact]
    public async Task A_build_with_a_signed_tombstone_was_removed_by_right_and_is_told_of()
    {
        await AnchoredAsync("web-1");
        await CreateAsync("web-2");
        await EraseAsync("web-1", Key);

        var (faults, audit) = await VerifyAsync();

        Assert.Empty(faults);
        Assert.Equal((1, 1), (audit.Builds, audit.Removed));
        Assert.Equal($"web-1: it was removed at version 1 by me@here, {UtcTime.Format(Begin)}: too old", Assert.Single(audit.Notes));
    }

    [Fact]
    public async Task A_tombstone_of_a_later_version_than_the_anchor_s_is_enough_and_of_an_earlier_one_is_not()
    {
        await AnchoredAsync("web-1");
        await SucceedAsync("web-1");
        await EraseAsync("web-1", Key);
        Assert.Empty((await VerifyAsync()).Faults);

        await CreateAsync("web-2");
        await Tombstones.KeepAsync(Tombstone.Of(await LoadAsync(Live, "web-2"), Log.Now, "too old", Key), None);
        Time.Advance(TimeSpan.FromMinutes(1));
        await SucceedAsync("web-2");
        await Anchors.KeepAsync(Anchor.Of(await LoadAsync(Live, "web-2"), Log.Now, Key), None);
        await RemoveUnseenAsync("web-2");
        Assert.Contains("its tombstone of 2026-09-02T12:00:00.000Z is of version 1 and doesn't cover that", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anchor_of_another_history_at_the_same_version_is_not_covered()
    {
        await AnchoredAsync("web-1");
        await RemoveUnseenAsync("web-1");
        Time.Advance(TimeSpan.FromMinutes(1));
        await CreateAsync("web-1");
        await EraseAsync("web-1", Key);
        Assert.Contains("doesn't cover that", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tombstone_that_nobody_signed_is_a_fault_and_its_claim_is_told()
    {
        await AnchoredAsync("web-1");
        await EraseAsync("web-1", key: null);
        Assert.Equal(
            $"the build was removed: its anchor of {UtcTime.Format(Begin)} says that it had reached version 1; a tombstone that nobody signed claims that it was removed by me@here, {UtcTime.Format(Begin)}: too old",
            Assert.Single((await VerifyAsync()).Faults));
    }

    [Fact]
    public async Task A_tombstone_by_another_key_is_a_fault()
    {
        await AnchoredAsync("web-1");
        var other = NewKey();
        await EraseAsync("web-1", other);
        Assert.Contains($"was signed by key {other.Name}, and this is key {Key.Name}", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tombstone_that_was_forged_is_a_fault_whatever_of_it_was_changed()
    {
        await AnchoredAsync("web-1");
        var state = await LoadAsync(Live, "web-1");
        await RemoveUnseenAsync("web-1");
        var real = Tombstone.Of(state, Log.Now, "too old", Key);
        Tombstone[] forged =
        [
            real with { Version = new BuildVersion(7) }, real with { Head = ChainHash.Late }, real with { At = real.At.AddDays(1) }, real with { By = "you@there" },
            real with { Why = "too ol", By = "me@hered" }, real with { Signature = new string('0', 64) }, real with { Build = Id("web-9") },
        ];
        Assert.True(real.IsBy(Key));
        Assert.All(forged, one => Assert.False(one.IsBy(Key)));
        foreach (var one in forged[..6])
        {
            await Tombstones.KeepAsync(one, None);
            Assert.Contains("isn't as it was signed", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
            await Tombstones.WithdrawAsync(one, None);
        }
    }

    [Fact]
    public async Task A_tombstone_of_another_build_is_worth_nothing_where_it_was_moved_to()
    {
        await AnchoredAsync("web-1");
        await CreateAsync("web-2");
        await EraseAsync("web-2", Key);
        await RemoveUnseenAsync("web-1");
        var objects = OpenObjects("live");
        var moved = await objects.GetAsync(".pawl/tombstones/web-2/0000000001.json", int.MaxValue, None);
        await objects.PutAsync(".pawl/tombstones/web-1/0000000001.json", moved!.Content, PutCondition.Absent, None);
        Assert.EndsWith("it had reached version 1", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_tombstone_is_its_build_s_fault_and_hides_no_other()
    {
        await AnchoredAsync("web-1");
        await AnchoredAsync("web-2");
        await RemoveUnseenAsync("web-1");
        await RemoveUnseenAsync("web-2");
        await OpenObjects("live").PutAsync(".pawl/tombstones/web-1/0000000001.json", "{"u8.ToArray(), PutCondition.Absent, None);
        Assert.Equal(2, (await VerifyAsync()).Faults.Count);
    }

    [Fact]
    public async Task A_build_whose_id_was_used_before_is_compared_with_its_own_anchors()
    {
        await AnchoredAsync("web-1");
        await SucceedAsync("web-1");
        await Anchors.KeepAsync(Anchor.Of(await LoadAsync(Live, "web-1"), Log.Now, Key), None);
        await EraseAsync("web-1", Key);
        Time.Advance(TimeSpan.FromDays(1));
        await AnchoredAsync("web-1");

        var (faults, audit) = await VerifyAsync();
        Assert.Empty(faults);
        Assert.Equal((1, 1, 0), (audit.Builds, audit.Anchors, audit.Removed));

        await RemoveUnseenAsync("web-1");
        Assert.StartsWith($"the build was removed: its anchor of {UtcTime.Format(Begin.AddDays(1))}", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anchors_of_an_earlier_build_that_nobody_removed_by_right_are_still_compared()
    {
        await AnchoredAsync("web-1");
        await EraseAsync("web-1", key: null);
        Time.Advance(TimeSpan.FromDays(1));
        await CreateAsync("web-1");
        Assert.Contains("written anew", Assert.Single((await VerifyAsync()).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void What_looks_like_a_secret_does_not_stand_in_a_reason_which_is_one_line()
    {
        var tombstone = Tombstone.Of(BuildState.None(Id("web-1")), Log.Now, "asked for by\npassword=hunter2hunter2", key: null);
        Assert.DoesNotContain("hunter2", tombstone.Why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', tombstone.Why);
    }

    private static OperatorKey NewKey() => OperatorKey.Parse(KeyText.New());

    private async Task AnchoredAsync(string id) => await Anchors.KeepAsync(Anchor.Of(await CreateAsync(id), Log.Now, Key), None);

    private async Task EraseAsync(string id, OperatorKey? key) =>
        Assert.True(await new Burial(Log, Tombstones, key).EraseAsync(await LoadAsync(Live, id), "too old", None));

    private async Task RemoveUnseenAsync(string id) => await Live.EraseAsync(Id(id), (await LoadAsync(Live, id)).Version, None);

    private async Task<(List<string> Faults, StoreAudit Audit)> VerifyAsync()
    {
        var audit = new StoreAudit(Live, new SignedRecords(new SignedAnchors(Anchors, Key), Tombstones));
        return (await audit.VerifyAsync(only: null, None).Select(fault => fault.Message).ToListAsync(None), audit);
    }
}
