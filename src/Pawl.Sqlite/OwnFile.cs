namespace Pawl.Sqlite;

/// <summary>Makes files that only their owner may read and write, whatever the umask is. SQLite gives the log beside a database the same mode.</summary>
internal static class OwnFile
{
    /// <summary>A new file.</summary>
    /// <exception cref="IOException">There is one already, or it can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        BufferSize = 0,
    });

    /// <summary>Makes an empty one, if there is none and one can be made.</summary>
    public static void CreateIfMissing(string path)
    {
        if (File.Exists(path))
            return;
        try
        {
            Create(path).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process was first, or the folder can't be written: whoever opens the file finds out.
        }
    }

    /// <summary>Removes a database and what SQLite keeps beside it; the log goes first, since a log without its database would be taken for
    /// that of the next one.</summary>
    /// <exception cref="IOException">It can't be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public static void RemoveDatabase(string path)
    {
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        File.Delete(path);
    }
}
