using Pawl.Stores;

namespace Pawl.Conformance.Postgres;

/// <summary>The PostgreSQL store, on a real server.</summary>
public sealed class PostgresConformance : BuildStoreConformance
{
    private PostgresPlace _place = null!;

    public override async ValueTask InitializeAsync()
    {
        _place = await PostgresPlace.CreatedAsync();
        await base.InitializeAsync();
    }

    protected override ValueTask<IBuildStore> OpenAsync() => ValueTask.FromResult(_place.Open());

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _place.DisposeAsync();
    }
}
