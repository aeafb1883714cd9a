using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Sealing;

/// <summary>Sealed builds in SQLite files.</summary>
public sealed class SealedSqliteConformance : SealedConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-sealed-").FullName;

    protected override ValueTask<IBuildStore> OpenRecordedAsync() =>
        ValueTask.FromResult<IBuildStore>(SqliteBuildStore.Open(_folder, new SqliteOptions { Durability = SqliteDurability.Normal }));

    protected override IObjectStore OpenKeys() => new SqliteKind().OpenKeys(SqliteKind.UrlOf(_folder));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Sealed builds as files in a folder.</summary>
public sealed class SealedDirectoryConformance : SealedConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-sealed-").FullName;

    protected override ValueTask<IBuildStore> OpenRecordedAsync() =>
        ValueTask.FromResult<IBuildStore>(new ObjectBuildStore(DirectoryObjects.Open(_folder), Surroundings.Context));

    protected override IObjectStore OpenKeys() => DirectoryObjects.Open(_folder);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
