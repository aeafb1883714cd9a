using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Objects;

/// <summary>Builds as files in a folder.</summary>
public sealed class DirectoryConformance : BuildStoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-dir-").FullName;

    protected override ValueTask<IBuildStore> OpenAsync() =>
        ValueTask.FromResult<IBuildStore>(new ObjectBuildStore(DirectoryObjects.Open(_folder), Surroundings.Context));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The object interface on files.</summary>
public sealed class DirectoryObjectsConformance : ObjectStoreConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-objects-").FullName;

    protected override ValueTask<IObjectStore> OpenAsync() => ValueTask.FromResult<IObjectStore>(DirectoryObjects.Open(_folder));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
