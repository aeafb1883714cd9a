using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Conformance.Aws;
using Pawl.Conformance.Postgres;
using Pawl.Postgres;
using Pawl.Stores;
using Pawl.Stores.Backups;
using Xunit;

namespace Pawl.Conformance.Records;

/// <summary>Where a store can enforce it, a worker's rights don't reach what it keeps for good: PostgreSQL.</summary>
public sealed class WorkerRightsTests
{
    [Fact]
    public async Task A_worker_reads_a_retention_and_tombstones_and_changes_and_destroys_none()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var place = await PostgresPlace.CreatedAsync();
        var kind = new PostgresKind();
        var url = place.Url(await place.AddRoleAsync(StoreRole.Worker));
        var tombstone = new Tombstone(Samples.Id, new BuildVersion(3), ChainHash.Late, Samples.At(0).At, "me@here", "too old", "", "");
        await using var owner = new TombstonePlace(kind.OpenKeys(place.Url()));
        await owner.KeepAsync(tombstone, cancel);
        await using var set = new StoreRetentionRecord(kind.OpenKeys(place.Url()));
        await set.SetAsync(kept => kept with { Failed = StayTime.Forever }, Samples.At(0), cancel);

        await using var worker = new TombstonePlace(kind.OpenKeys(url));
        await using var tried = new StoreRetentionRecord(kind.OpenKeys(url));
        Assert.Equal(tombstone, await worker.ReadAsync(Samples.Id, cancel).SingleAsync(cancel));
        Assert.Equal(StayTime.Forever, (await tried.FindAsync(cancel))!.Retention.Failed);
        await DeniedAsync(() => worker.WithdrawAsync(tombstone, cancel));
        await DeniedAsync(async () => await tried.SetAsync(kept => kept with { Failed = StayTime.Of(TimeSpan.Zero) }, Samples.At(1), cancel));
    }

    private static async Task DeniedAsync(Func<ValueTask> attempt) =>
        Assert.Equal(StoreFault.Denied, (await Assert.ThrowsAsync<StoreException>(() => attempt().AsTask())).Fault);
}
