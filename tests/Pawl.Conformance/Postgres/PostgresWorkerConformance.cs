using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Conformance.Postgres;

/// <summary>The PostgreSQL store with no more rights than a worker's grants; only what workers may not do is done by the store's maker.</summary>
public sealed class PostgresWorkerConformance : BuildStoreConformance
{
    private PostgresPlace _place = null!;
    private string _worker = "";

    public override async ValueTask InitializeAsync()
    {
        _place = await PostgresPlace.CreatedAsync();
        _worker = await _place.AddRoleAsync(StoreRole.Worker);
        await base.InitializeAsync();
    }

    protected override ValueTask<IBuildStore> OpenAsync() =>
        ValueTask.FromResult<IBuildStore>(new WorkersStore(_place.Open(_worker), _place.Open()));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _place.DisposeAsync();
    }

    private sealed class WorkersStore(IBuildStore worker, IBuildStore maker) : IBuildStore
    {
        public string Location => worker.Location;

        public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken) => worker.LoadAsync(id, cancellationToken);

        public ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken) => worker.AppendAsync(change, cancellationToken);

        public IAsyncEnumerable<BuildEvent> ReadHistoryAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) =>
            worker.ReadHistoryAsync(id, after, cancellationToken);

        public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) =>
            worker.RenewLeaseAsync(id, token, until, cancellationToken);

        public IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, CancellationToken cancellationToken) => worker.ListAsync(query, cancellationToken);

        public ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken) =>
            maker.EraseAsync(id, version, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await worker.DisposeAsync();
            await maker.DisposeAsync();
        }
    }
}
