using Pawl.Builds;

namespace Pawl.Waiting.Folders;

/// <summary>Where in the file system a store's changes show.</summary>
public interface IFolderLayout
{
    /// <summary>The store's folder.</summary>
    string Root { get; }

    /// <summary>The folders to watch for these builds, as far as they are there by now.</summary>
    IEnumerable<string> FoldersOf(BuildChoice builds);

    /// <summary>True when every change of these builds shows in those folders.</summary>
    bool Shows(BuildChoice builds);

    /// <summary>Which build a notice is about; false when it says nothing of any.</summary>
    bool TryRead(FolderNotice notice, out BuildId id);
}
