using Pawl.Builds;
using Pawl.Waiting;
using Pawl.Waiting.Folders;

namespace Pawl.Stores.Objects;

/// <summary>Changes of builds in a folder of objects: each is a new file in the build's own folder of history, and a new build one in the index.</summary>
internal sealed class HistoryFolderLayout(string folder) : IFolderLayout
{
    public string Root => folder;

    private string Index => Path.Combine(folder, BuildKeys.IndexPrefix.TrimEnd('/'));

    public IEnumerable<string> FoldersOf(BuildChoice builds) =>
        builds.Named.SelectMany(HistoriesOf).Prepend(Index);

    // A watch for each folder of a large fleet would be too many.
    public bool Shows(BuildChoice builds) => !builds.IsAll && builds.Named.All(id => HistoriesOf(id).Any());

    public bool TryRead(FolderNotice notice, out BuildId id) => notice.Folder == Index
        ? BuildId.TryParse(Path.GetFileNameWithoutExtension(notice.Name), out id)
        : BuildId.TryParse(Path.GetFileName(Path.GetDirectoryName(notice.Folder)), out id);

    private IEnumerable<string> HistoriesOf(BuildId id)
    {
        if (!Directory.Exists(folder))
            return [];
        return Directory.EnumerateDirectories(folder)
            .Where(provider => Label.TryParse(Path.GetFileName(provider), out _))
            .Select(provider => Path.Combine(provider, id.Value, "history"))
            .Where(Directory.Exists);
    }
}
