namespace Pawl.Stores.Objects;

/// <summary>Builds as JSON files in a folder: <c>dir:///FOLDER</c>.</summary>
public sealed class DirectoryKind : StoreKind
{
    /// <inheritdoc/>
    public override string Scheme => "dir";

    /// <inheritdoc/>
    public override string Form => "dir:///FOLDER";

    /// <inheritdoc/>
    public override IBuildStore Open(StoreUrl url, StoreContext context) => new ObjectBuildStore(DirectoryObjects.Open(FolderOf(url)), context);

    /// <inheritdoc/>
    public override IObjectStore OpenObjects(StoreUrl url) => DirectoryObjects.Open(FolderOf(url));

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl url, StoreContext context, CancellationToken cancellationToken)
    {
        var folder = FolderOf(url);
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFaults.Of(e, folder);
        }

        return ValueTask.FromResult<IReadOnlyList<string>>([$"folder {folder}"]);
    }

    /// <inheritdoc/>
    public override string Policy(StoreUrl url, StoreRole role) => FolderPolicy.For(FolderOf(url), role);

    /// <summary>The folder that a URL names.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static string FolderOf(StoreUrl url)
    {
        url.RequireSettings();
        return url.Authority.Length == 0 && url.Segments.Length > 0
            ? Path.GetFullPath(url.Path)
            : throw new StoreUrlException(url, "it must name a folder by its whole path: dir:///FOLDER");
    }
}
