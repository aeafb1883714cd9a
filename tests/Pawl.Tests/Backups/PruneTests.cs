using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Xunit;

namespace Pawl.Tests.Backups;

public sealed class PruneTests : BackupFixture
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Fact]
    public async Task A_dry_run_removes_nothing_and_says_what_the_real_one_then_removes()
    {
        await CompleteAsync("done");
        await CreateAsync("running");
        await CreateAsync("failed");
        await FailAsync("failed");
        Time.Advance(TimeSpan.FromDays(40));
        await PassAsync();
        await CompleteAsync("unsaved");
        await CompleteAsync("young");
        Time.Advance(TimeSpan.FromDays(1));

        var order = new LivePruneOrder(BuildStatus.Completed, TimeSpan.FromHours(1), Effect.Dry);
        var said = await PruneAsync(order);
        Assert.Equal(5, await Live.ListAsync(new BuildQuery(), None).CountAsync(None));
        Assert.True((await LoadAsync(Backup.Builds, "done")).Exists);
        var done = await PruneAsync(order with { Effect = Effect.Real });

        Assert.Equal(said, done);
        Assert.Contains("Store done Removed", said);
        Assert.Contains("Backup done Removed", said);
        Assert.Contains("Store unsaved Kept", said);
        Assert.False((await LoadAsync(Live, "done")).Exists);
        Assert.False((await LoadAsync(Backup.Builds, "done")).Exists);
        Assert.Equal(["failed", "running", "unsaved", "young"], await Live.ListAsync(new BuildQuery(), None).Select(b => b.Id.Value).Order().ToListAsync(None));
        Assert.Equal(BuildStatus.Completed, (await new Moments(Backup).FindAsync(Id("done"), Time.GetUtcNow(), None)).State.Status);
    }

    [Fact]
    public async Task Failed_builds_go_only_when_they_are_asked_for_and_never_from_under_a_worker()
    {
        await CreateAsync("failed");
        await FailAsync("failed");
        await CreateAsync("held");
        await ChangeAsync("held", change => change.Claim(TimeSpan.FromDays(90), _ => true));
        await FailAsync("held");
        Time.Advance(TimeSpan.FromDays(40));
        await PassAsync();

        Assert.Empty(await PruneAsync(new LivePruneOrder(BuildStatus.Completed, Month, Effect.Real)));
        var done = await PruneAsync(new LivePruneOrder(BuildStatus.Failed, Month, Effect.Real));

        Assert.Contains("Store failed Removed", done);
        Assert.Contains("Store held Kept", done);
        Assert.True((await LoadAsync(Live, "held")).Exists);
    }

    [Fact]
    public async Task A_build_on_hold_is_erased_nowhere_until_the_hold_is_lifted()
    {
        await CompleteAsync("case");
        await ChangeAsync("case", change => change.PlaceHold("case 117"));
        Time.Advance(TimeSpan.FromDays(40));
        await PassAsync();
        var order = new LivePruneOrder(BuildStatus.Completed, Month, Effect.Real);

        Assert.Equal(["Store case Kept"], await PruneAsync(order));
        Assert.True((await LoadAsync(Live, "case")).Exists);
        await Assert.ThrowsAsync<TransitionRefusedException>(() => ChangeAsync("case", change => change.PlaceHold("twice")));

        await ChangeAsync("case", change => change.LiftHold("closed"));
        Time.Advance(TimeSpan.FromDays(40));
        await PassAsync();
        Assert.Contains("Store case Removed", await PruneAsync(order));
    }

    [Fact]
    public async Task A_build_that_a_writer_appends_to_while_it_is_judged_stays_with_what_was_appended()
    {
        await CreateAsync("web-1");
        await FailAsync("web-1");
        Time.Advance(TimeSpan.FromDays(40));
        await PassAsync();
        var live = new LateWriter(Live, () => ChangeAsync("web-1", change => change.RetryManually("mended")));

        var log = new BuildLog(live, Time, Me);
        var judged = await new LivePrune(log, new BackupGuard(live, Backup), new Burial(log, Tombstones, key: null)).RunAsync(new LivePruneOrder(BuildStatus.Failed, Month, Effect.Real), None).ToListAsync(None);

        Assert.Equal(PruneResult.Kept, Assert.Single(judged).Result);
        Assert.Equal((3, BuildStatus.Running), ((await LoadAsync(Live, "web-1")).Version.Value, (await LoadAsync(Live, "web-1")).Status));
        Assert.Empty(await Tombstones.ReadAsync(only: null, None).ToListAsync(None));
    }

    [Fact]
    public async Task The_backup_keeps_events_that_no_whole_snapshot_holds()
    {
        await CompleteAsync("web-1");
        Time.Advance(TimeSpan.FromDays(40));
        await PassAsync();
        var path = PathOf(new SnapshotName(IsoWeek.Of(Begin), Id("web-1")));
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, None))[..^40], None);

        Assert.Equal(["Store web-1 Removed", "Backup web-1 Kept"], await PruneAsync(new LivePruneOrder(BuildStatus.Completed, Month, Effect.Real)));
        Assert.True((await LoadAsync(Backup.Builds, "web-1")).Exists);
    }

    [Fact]
    public async Task The_backup_keeps_events_of_a_build_that_the_store_still_has()
    {
        await CreateAsync("web-1");
        Time.Advance(TimeSpan.FromDays(40));
        await PassAsync();

        Assert.Empty(await PruneAsync(new LivePruneOrder(BuildStatus.Completed, Month, Effect.Real)));
        Assert.True((await LoadAsync(Backup.Builds, "web-1")).Exists);
    }

    [Fact]
    public async Task Snapshots_go_when_their_time_is_over_and_the_setting_says_when()
    {
        await Backup.Records.WriteRetentionAsync(new Retention(Month, TimeSpan.FromDays(70)), None);
        await CreateAsync("web-1");
        Time.Advance(TimeSpan.FromDays(28));
        await SucceedAsync("web-1");
        Time.Advance(TimeSpan.FromDays(28));
        Assert.Equal(2, (await PassAsync()).Snapshots);
        Time.Advance(TimeSpan.FromDays(28));

        Assert.Equal(["Weekly web-1 Removed"], await PruneAsync(new LivePruneOrder(BuildStatus.Completed, Month, Effect.Real)));
        Assert.Equal(IsoWeek.Of(Begin.AddDays(28)), (await Backup.Weekly.ListAsync(None).SingleAsync(None)).Week);
    }

    private Task<BuildState> FailAsync(string id) =>
        ChangeAsync(id, change => change.Fail(change.After.Current, new Failure("x", FailureCategory.Persistent, "test", null)));

    // All of it, as the verb does it.
    private async Task<List<string>> PruneAsync(LivePruneOrder order)
    {
        var pruned = await new LivePrune(Log, new BackupGuard(Live, Backup), Burial).RunAsync(order, None).ToListAsync(None);
        var gone = pruned.Where(p => p.Result == PruneResult.Removed).Select(p => p.Build).ToHashSet();
        var backup = new BackupPrune(Backup, await Backup.Records.ReadRetentionAsync(None), Time, order.Effect);
        pruned.AddRange(await backup.BuildsAsync(async (id, token) => !gone.Contains(id) && (await Live.LoadAsync(id, token)).State.Exists, None).ToListAsync(None));
        pruned.AddRange(await backup.SnapshotsAsync(None).ToListAsync(None));
        return [.. pruned.Select(p => $"{p.Place} {p.Build} {p.Result}")];
    }

    /// <summary>A store that somebody appends to right before a build is erased.</summary>
    private sealed class LateWriter(IBuildStore store, Func<Task> write) : IBuildStore
    {
        public string Location => store.Location;

        public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => store.LoadAsync(id, cancellationToken);

        public ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken) => store.AppendAsync(change, cancellationToken);

        public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) => store.ReadHistoryAsync(id, after, cancellationToken);

        public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) => store.RenewLeaseAsync(id, token, until, cancellationToken);

        public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

        public async ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
        {
            await write();
            return await store.EraseAsync(id, version, cancellationToken);
        }

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
