using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.Conformance.Sqlite;

/// <summary>The SQLite store, on real files.</summary>
public sealed class SqliteConformance : BuildStoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-sqlite-").FullName;

    protected override ValueTask<IBuildStore> OpenAsync() =>
        ValueTask.FromResult<IBuildStore>(SqliteBuildStore.Open(_folder, new SqliteOptions { Durability = SqliteDurability.Normal }));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
