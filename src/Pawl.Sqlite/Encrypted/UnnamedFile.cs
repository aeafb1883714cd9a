using Microsoft.Data.Sqlite;
using Pawl.Stores;

namespace Pawl.Sqlite.Encrypted;

/// <summary>Makes a new build's file by SQLite itself, in an encrypted store encrypted from its first byte.</summary>
internal static class UnnamedFile
{
    /// <summary>Writes a file with a build's tables and nothing in them, which is on the disk when this returns.</summary>
    /// <exception cref="SqliteException">It can't be written.</exception>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    /// <exception cref="StoreException">What was written isn't encrypted, and must be.</exception>
    public static void Write(string path, SqliteOptions options)
    {
        OwnFile.Create(path).Dispose();
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString))
        {
            connection.Open();
            connection.Unlock(options);
            // Nobody knows this file yet: no crash can leave half of it under a name that counts.
            Run(connection, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; BEGIN");
            BuildFileSchema.Create(connection);
            Run(connection, "COMMIT");
            BuildFileConnection.UseWriteAheadLog(connection);
        }

        if (options.Key is not null && !CipherFolder.IsForeign(path))
        {
            OwnFile.RemoveDatabase(path);
            throw new StoreException(StoreFault.Unsuitable, $"a new file in {Path.GetDirectoryName(path)} was not encrypted, and was removed; update SQLCipher on this machine");
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
