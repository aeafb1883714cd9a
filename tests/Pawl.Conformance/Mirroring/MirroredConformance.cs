using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Mirroring;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Mirroring;

/// <summary>A store with a mirror keeps every promise of a store.</summary>
public sealed class MirroredConformance : BuildStoreConformance
{
    private readonly string _root = Directory.CreateTempSubdirectory("pawl-mirrored-").FullName;

    protected override ValueTask<IBuildStore> OpenAsync()
    {
        var local = SqliteBuildStore.Open(Path.Combine(_root, "local"), new SqliteOptions { Durability = SqliteDurability.Normal });
        return new(new MirroredBuildStore(local, $"dir://{_root}/mirror", OpenMirror, new Worker("me@here"), Surroundings.Context));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private static ObjectBuildStore OpenMirror(string url) => new(DirectoryObjects.Open(url["dir://".Length..]), Surroundings.Context);
}
