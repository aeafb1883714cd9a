using Pawl.Postgres;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Postgres;

/// <summary>Notes beside builds in PostgreSQL, with the rights of a worker.</summary>
public sealed class PostgresNotesConformance : ObjectStoreConformance
{
    private PostgresPlace _place = null!;
    private string _worker = "";

    public override async ValueTask InitializeAsync()
    {
        _place = await PostgresPlace.CreatedAsync();
        _worker = await _place.AddRoleAsync(StoreRole.Worker);
        await base.InitializeAsync();
    }

    protected override ValueTask<IObjectStore> OpenAsync() => ValueTask.FromResult<IObjectStore>(PostgresObjects.OpenNotes(_place.Url(_worker)));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _place.DisposeAsync();
    }
}
