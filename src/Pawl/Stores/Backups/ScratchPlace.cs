using Pawl.Stores.Objects;

namespace Pawl.Stores.Backups;

/// <summary>A store in a folder of its own that is gone afterwards.</summary>
internal sealed class ScratchPlace : IAsyncDisposable
{
    private readonly string _folder;

    private ScratchPlace(string folder, StoreContext context)
    {
        _folder = folder;
        Builds = new ObjectBuildStore(DirectoryObjects.Open(folder), context);
    }

    public IBuildStore Builds { get; }

    /// <exception cref="StoreException">There is no room for it.</exception>
    public static ScratchPlace Make(StoreContext context)
    {
        try
        {
            return new ScratchPlace(Directory.CreateTempSubdirectory("pawl-scratch-").FullName, context);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFaults.Of(e, Path.GetTempPath());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Builds.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }
}
