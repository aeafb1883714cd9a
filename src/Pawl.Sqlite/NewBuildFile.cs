using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Pawl.Sqlite.Encrypted;

namespace Pawl.Sqlite;

/// <summary>Begins a build's file: its tables, with nothing in them yet, are put in place whole. SQLite itself would wait for the disk four
/// times before the first change, and a crash could leave half a file.</summary>
internal static class NewBuildFile
{
    // https://sqlite.org/fileformat2.html, "File format version numbers": 2 in both is write-ahead logging.
    private const int WriteVersion = 18, ReadVersion = 19;
    private const byte WriteAheadLog = 2;

    private static readonly Lazy<byte[]> Content = new(Make);

    /// <summary>Puts a new file there, unless there is one already. Whatever stands in the way is left for SQLite to find and to name.
    /// The file is on the disk before its name is; the name is with the first change, since that makes the log beside it.</summary>
    public static void Place(string path, SqliteOptions options)
    {
        var unnamed = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.new");
        try
        {
            if (NativeSqlite.IsOwn)
                Write(unnamed);
            else
                UnnamedFile.Write(unnamed, options);
            FreeName.Give(unnamed, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            Remove(unnamed);
        }
    }

    private static void Write(string path)
    {
        using var file = OwnFile.Create(path);
        file.Write(Content.Value);
        file.Flush(flushToDisk: true);
    }

    private static byte[] Make()
    {
        using var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        BuildFileSchema.Create(connection);
        var memory = SQLitePCL.raw.sqlite3_serialize(connection.Handle, "main", out var size, 0);
        try
        {
            var content = new byte[size];
            Marshal.Copy(memory, content, 0, content.Length);
            content[WriteVersion] = content[ReadVersion] = WriteAheadLog;
            return content;
        }
        finally
        {
            SQLitePCL.raw.sqlite3_free(memory);
        }
    }

    private static void Remove(string unnamed)
    {
        try
        {
            File.Delete(unnamed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody takes it for a build's file.
        }
    }
}
