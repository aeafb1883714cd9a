using Microsoft.Data.Sqlite;
using Pawl.Sqlite.Encrypted;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Opens connections with the settings that the store promises.</summary>
internal static class BuildFileConnection
{
    /// <summary>Opens a database file.</summary>
    /// <exception cref="SqliteException">It can't be opened.</exception>
    /// <exception cref="StoreException">The log beside an encrypted file was tampered with.</exception>
    public static SqliteConnection Open(string path, SqliteOptions options, bool create)
    {
        // Only where each change waits for the disk is a break before the last one no loss of power.
        if (options is { Key: not null, Durability: SqliteDurability.Full })
            LogCheck.Require(path);
        try
        {
            return Open(path, options, create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite, "");
        }
        catch (SqliteException) when (!create && IsReadable(path))
        {
            // A file in a folder that may not be written: SQLite can't make its shared memory there. As long as no log waits to be
            // folded in, the file alone is the whole truth.
            return Open(path, options, SqliteOpenMode.ReadOnly, HasLog(path) ? "" : "?immutable=1");
        }
    }

    /// <summary>Opens a file that nobody writes to, and that has no log: what is read counts only if it is unchanged afterwards.</summary>
    /// <exception cref="SqliteException">It can't be opened.</exception>
    public static SqliteConnection OpenSettled(string path, SqliteOptions options) => Open(path, options, SqliteOpenMode.ReadOnly, "?immutable=1");

    /// <summary>Switches a new file to write-ahead logging, which it keeps.</summary>
    public static void UseWriteAheadLog(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
    }

    /// <summary>Lets the last connection fold the write-ahead log into the file when it closes, whatever the options say.</summary>
    public static void FoldLogOnClose(SqliteConnection connection) => KeepLogOnClose(connection, 0);

    /// <summary>Gives a connection the key of an encrypted store, right after it was opened.</summary>
    /// <exception cref="StoreException">The connection isn't one of SQLCipher's, or doesn't take the key.</exception>
    public static void Unlock(this SqliteConnection connection, SqliteOptions options)
    {
        if (options.Key is { } key)
            CipherLibrary.Require(connection.DataSource).Unlock(connection, key);
    }

    private static SqliteConnection Open(string path, SqliteOptions options, SqliteOpenMode mode, string query)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = query.Length == 0 ? path : $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}{query}",
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            connection.Unlock(options);
            // SQLite's own waiting is finer than ADO.NET's, which polls every 150 ms and stays as the upper bound.
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)options.BusyTimeout.TotalMilliseconds);
            // The row of builds is written last in each transaction, since it says which history rows are accounted for.
            SQLitePCL.raw.sqlite3_db_config(connection.Handle, SQLitePCL.raw.SQLITE_DBCONFIG_ENABLE_FKEY, 0, out _);
            Configure(connection, options);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Configure(SqliteConnection connection, SqliteOptions options)
    {
        using var command = connection.CreateCommand();
        command.CommandText = options.Durability == SqliteDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
        command.ExecuteNonQuery();
        if (options.Closing == SqliteClosing.KeepLog)
            KeepLogOnClose(connection, 1);
    }

    private static void KeepLogOnClose(SqliteConnection connection, int keep) =>
        SQLitePCL.raw.sqlite3_db_config(connection.Handle, SQLitePCL.raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep, out _);

    private static bool HasLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    private static bool IsReadable(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
