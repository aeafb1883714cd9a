using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Conformance.Aws;
using Pawl.Secrets;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Records;

/// <summary>What a store keeps beside its builds for good: its retention, and tombstones. Subclass it, and say how to open both.</summary>
public abstract class RecordsConformance : IAsyncLifetime
{
    private static readonly StayTime Week = StayTime.Of(TimeSpan.FromDays(7));
    private static readonly OperatorKey Key = OperatorKey.Parse(KeyText.New());
    private static readonly DateTimeOffset Noon = Samples.At(0).At;

    protected static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Opens the store that this test works on, as one more process would.</summary>
    protected abstract IBuildStore OpenBuilds();

    /// <summary>Opens what it keeps beside its builds.</summary>
    protected abstract IObjectStore OpenRecords();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_retention_is_none_until_it_is_set_and_then_what_was_set_last()
    {
        await using var here = new StoreRetentionRecord(OpenRecords());
        Assert.Null(await here.FindAsync(None));
        await here.SetAsync(kept => kept with { Failed = StayTime.Forever }, Samples.At(0), None);
        await here.SetAsync(kept => kept with { Finished = Week }, Samples.At(1), None);

        await using var there = new StoreRetentionRecord(OpenRecords());
        Assert.Equal(new SetRetention(new StoreRetention(Week, StayTime.Forever), Noon.AddMinutes(1), "me@here"), await there.FindAsync(None));
    }

    [Fact]
    public async Task Of_two_who_set_a_retention_at_once_one_is_told()
    {
        await using var here = new StoreRetentionRecord(OpenRecords());
        await using var there = new StoreRetentionRecord(OpenRecords());
        await here.SetAsync(kept => kept, Samples.At(0), None);
        // The other one sets it between this one's look and its write.
        var late = await Assert.ThrowsAsync<StoreException>(() => here.SetAsync(
            kept =>
            {
                Task.Run(() => there.SetAsync(other => other with { Failed = Week }, Samples.At(1), None).AsTask()).GetAwaiter().GetResult();
                return kept with { Finished = Week };
            }, Samples.At(2), None).AsTask());
        Assert.Equal(StoreFault.Busy, late.Fault);
        Assert.Equal(StoreRetention.Default with { Failed = Week }, (await here.FindAsync(None))!.Retention);
    }

    [Fact]
    public async Task A_build_is_erased_with_a_tombstone_that_another_process_reads_and_that_is_no_build()
    {
        await using var store = OpenBuilds();
        await store.AppendAsync(Samples.Begun(Samples.Id), None);
        var state = (await store.LoadAsync(Samples.Id, None)).State;
        var log = new BuildLog(store, TimeProvider.System, Samples.At(0).Worker);
        await using (var place = new TombstonePlace(OpenRecords()))
            Assert.True(await new Burial(log, place, Key).EraseAsync(state, "too old", None));

        await using var other = OpenBuilds();
        await using var there = new TombstonePlace(OpenRecords());
        Assert.Empty(await other.ListAllIdsAsync(None).ToListAsync(None));
        Assert.False((await other.LoadAsync(Samples.Id, None)).State.Exists);
        var left = await there.ReadAsync(only: null, None).SingleAsync(None);
        Assert.Equal((state.Id, state.Version, state.Head, "too old", true), (left.Build, left.Version, left.Head, left.Why, left.IsBy(Key)));
        await other.AppendAsync(Samples.Begun(Samples.Id), None);
        Assert.Equal(1, (await other.LoadAsync(Samples.Id, None)).State.Version.Value);
        Assert.Single(await other.ListAllIdsAsync(None).ToListAsync(None));
    }

    [Fact]
    public async Task Tombstones_are_read_by_build_or_all_and_one_that_says_the_same_is_kept_once()
    {
        await using var place = new TombstonePlace(OpenRecords());
        var one = Tombstone.Of(History.Apply(BuildState.None(Samples.Id), Samples.Begun(Samples.Id).Events), Samples.At(0), "one", Key);
        Assert.True(await place.KeepAsync(one, None));
        Assert.False(await place.KeepAsync(one with { At = Noon.AddMinutes(1) }, None));
        Assert.True(await place.KeepAsync(one with { Head = ChainHash.Late }, None));
        Assert.True(await place.KeepAsync(one with { Build = BuildId.Parse("web-10") }, None));

        Assert.Equal([one, one with { Head = ChainHash.Late }], (await place.ReadAsync(Samples.Id, None).ToListAsync(None)).OrderBy(each => each.Head == ChainHash.Late));
        Assert.Equal(3, await place.ReadAsync(only: null, None).CountAsync(None));
        await using var both = new TombstonePlace(OpenRecords(), OpenRecords());
        Assert.Equal(3, await both.ReadAsync(only: null, None).CountAsync(None));
    }
}
