using Pawl.Builds;
using Pawl.Waiting;
using Pawl.Waiting.Folders;

namespace Pawl.Sqlite;

/// <summary>Changes of builds in SQLite files: they are written to the log beside the database, or folded into it.</summary>
internal sealed class BuildFileLayout(string folder) : IFolderLayout
{
    private const string Database = ".db", Log = ".db-wal";

    public string Root => folder;

    public IEnumerable<string> FoldersOf(BuildChoice builds) => [folder];

    public bool Shows(BuildChoice builds) => true;

    // Logs come and go with connections, also with those that only read.
    public bool TryRead(FolderNotice notice, out BuildId id)
    {
        id = default;
        var name = notice.Name;
        return name.EndsWith(Database, StringComparison.Ordinal)
            ? BuildId.TryParse(name[..^Database.Length], out id)
            : notice.Kind == FolderNoticeKind.Written && name.EndsWith(Log, StringComparison.Ordinal) && BuildId.TryParse(name[..^Log.Length], out id);
    }
}
