using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Backups;

/// <summary>What is left of a build that was erased.</summary>
public sealed class TombstoneTests : BackupFixture
{
    private static readonly LivePruneOrder Old = new(BuildStatus.Completed, TimeSpan.FromDays(30), Effect.Real);

    [Fact]
    public async Task A_build_that_was_pruned_leaves_one_that_says_when_by_whom_and_why()
    {
        await CompleteAsync("web-1");
        var head = (await LoadAsync(Live, "web-1")).Head;
        Time.Advance(TimeSpan.FromDays(40));
        await PruneAsync(Old);

        var left = await Tombstones.ReadAsync(Id("web-1"), None).SingleAsync(None);
        Assert.Equal((22L, head, Begin.AddDays(40), Me.Name, false), (left.Version.Value, left.Head, left.At, left.By, left.IsSigned));
        Assert.Equal($"pruned: completed, last changed {UtcTime.Format(Begin)}; older than 30d", left.Why);
        Assert.True(File.Exists(PathOf("live/.pawl/tombstones/web-1/0000000022.json")));
    }

    [Fact]
    public async Task A_build_that_stays_leaves_none()
    {
        await CompleteAsync("held");
        await ChangeAsync("held", change => change.PlaceHold("case 117"));
        await CompleteAsync("said");
        Time.Advance(TimeSpan.FromDays(40));
        await PruneAsync(Old with { Effect = Effect.Dry });
        await ChangeAsync("said", change => change.PlaceHold("case 118"));
        Time.Advance(TimeSpan.FromDays(40));
        await PruneAsync(Old);

        Assert.Empty(await Tombstones.ReadAsync(only: null, None).ToListAsync(None));
    }

    [Fact]
    public async Task Who_dies_before_the_erasure_leaves_a_build_that_the_next_pass_erases_with_the_same_tombstone()
    {
        await CompleteAsync("web-1");
        Time.Advance(TimeSpan.FromDays(40));
        var dying = new BuildLog(new DyingStore(Live), Time, Me);
        await Assert.ThrowsAsync<IOException>(async () =>
            await new LivePrune(dying, new NoGuard(), new Burial(dying, Tombstones, key: null)).RunAsync(Old, None).ToListAsync(None));
        Assert.True((await LoadAsync(Live, "web-1")).Exists);
        var first = await Tombstones.ReadAsync(only: null, None).SingleAsync(None);

        Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(PruneResult.Removed, Assert.Single(await PruneAsync(Old)).Result);
        Assert.False((await LoadAsync(Live, "web-1")).Exists);
        Assert.Equal(first, await Tombstones.ReadAsync(only: null, None).SingleAsync(None));
    }

    [Fact]
    public async Task Nothing_is_erased_where_no_tombstone_can_be_kept()
    {
        await CompleteAsync("web-1");
        Time.Advance(TimeSpan.FromDays(40));
        await File.WriteAllTextAsync(PathOf("live/.pawl/tombstones"), "in the way", None);

        await Assert.ThrowsAsync<StoreException>(() => PruneAsync(Old));
        Assert.True((await LoadAsync(Live, "web-1")).Exists);
    }

    [Fact]
    public async Task An_id_that_is_used_again_gets_one_for_each_of_its_builds()
    {
        for (var life = 0; life < 2; life++)
        {
            await CompleteAsync("web-1");
            Time.Advance(TimeSpan.FromDays(40));
            await PruneAsync(Old);
        }

        var left = await Tombstones.ReadAsync(Id("web-1"), None).ToListAsync(None);
        Assert.Equal([22L, 22L], left.Select(one => one.Version.Value));
        Assert.NotEqual(left[0].Head, left[1].Head);
    }

    [Fact]
    public async Task One_that_somebody_put_there_keeps_no_other_out()
    {
        await CompleteAsync("web-1");
        await OpenObjects("live").PutAsync(".pawl/tombstones/web-1/0000000022.json", "{"u8.ToArray(), PutCondition.Absent, None);
        Time.Advance(TimeSpan.FromDays(40));
        await PruneAsync(Old);

        Assert.Equal(2, await OpenObjects("live").ListAsync(".pawl/tombstones/web-1/", "", None).CountAsync(None));
        Assert.False((await LoadAsync(Live, "web-1")).Exists);
    }

    [Fact]
    public async Task A_build_that_restoring_erased_has_one_too()
    {
        Time.Advance(TimeSpan.FromHours(1));
        await CreateAsync("new");
        await new RestoreInPlace(Log, Backup, Time, new RestoreOrder(Begin, "secret plans", NewerBuilds.Erase, Effect.Real), Burial).RunAsync(Id("new"), None);

        var left = await Tombstones.ReadAsync(Id("new"), None).SingleAsync(None);
        Assert.StartsWith("erased to restore the store: it began", left.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret plans", left.Why, StringComparison.Ordinal);
        Assert.False((await LoadAsync(Live, "new")).Exists);
    }

    private async Task<IReadOnlyList<Pruned>> PruneAsync(LivePruneOrder order) =>
        await new LivePrune(Log, new NoGuard(), Burial).RunAsync(order, None).ToListAsync(None);

    /// <summary>A process that is killed right before it erases.</summary>
    private sealed class DyingStore(IBuildStore store) : IBuildStore
    {
        public string Location => store.Location;

        public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => store.LoadAsync(id, cancellationToken);

        public ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken) => store.AppendAsync(change, cancellationToken);

        public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) => store.ReadHistoryAsync(id, after, cancellationToken);

        public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) => store.RenewLeaseAsync(id, token, until, cancellationToken);

        public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

        public ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken) => throw new IOException("killed");

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
