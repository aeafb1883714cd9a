using Microsoft.Data.Sqlite;
using Pawl.Sqlite.Encrypted;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Says in a user's words what SQLite's result codes (https://sqlite.org/rescode.html) mean for a store.</summary>
internal static class SqliteFaults
{
    private const int Perm = 3, Busy = 5, Locked = 6, NoMemory = 7, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CantOpen = 14, NotADatabase = 26;

    public static StoreException ToStoreException(this SqliteException e, string file, SqliteOptions options) => e.SqliteErrorCode switch
    {
        Busy or Locked => new(StoreFault.Busy, $"{file} is kept busy by another program; wait for it or end it, and repeat", e),
        ReadOnly or Perm => MayNotBeWritten(file, e),
        // Without a log beside the file SQLite can't open one to write: which is what is wrong only where the file could be written.
        CantOpen when IsReadOnly(file) => MayNotBeWritten(file, e),
        Full => new(StoreFault.Full, $"no room left for {file}; free some space and repeat: what was recorded before is safe", e),
        CantOpen => new(StoreFault.Unreachable, $"{file} can't be opened; check that its folder exists and that you may read and write it", e),
        Corrupt or NotADatabase when options.Key is not null => DamagedOrTampered(file, e),
        NotADatabase when CipherFolder.IsForeign(file) => Encrypted(file, e),
        Corrupt or NotADatabase => Damaged(file, e),
        IoError => new(StoreFault.Unreachable, $"reading or writing {file} failed (SQLite error {e.SqliteExtendedErrorCode}); check the disk and its free space", e),
        NoMemory => new(StoreFault.Unreachable, $"not enough memory to work on {file}", e),
        _ => new(StoreFault.Corrupt, $"{file} is not as Pawl left it: {e.Message}", e),
    };

    private static StoreException MayNotBeWritten(string file, SqliteException e) => new(
        StoreFault.ReadOnly, $"{file} can't be written; mend its permissions or the file system's, or choose another store with --store", e);

    private static bool IsReadOnly(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return File.Exists(file);
        }
    }

    public static StoreException Damaged(string file, Exception? cause = null) => new(
        StoreFault.Corrupt,
        $"{file} is damaged or no database; put it aside and restore a copy, or `sqlite3 {file} .recover` saves what is left",
        cause);

    private static StoreException DamagedOrTampered(string file, SqliteException cause) => new(
        StoreFault.Corrupt,
        CipherFolder.IsPlain(file)
            ? $"{file} is a plain SQLite file among encrypted ones, and nothing of it was taken; find out who put it there, move it into a folder of its own and copy it from there with `pawl store copy`"
            : $"{file} is damaged, was changed by somebody who hasn't its key, or is encrypted by another key; put it aside and restore a copy, or go on from its mirror",
        cause);

    private static StoreException Encrypted(string file, SqliteException cause) => new(
        StoreFault.Corrupt,
        $"{file} is damaged, no SQLite file, or encrypted: put it aside and restore a copy; if SQLCipher encrypted it, it belongs into a store that is named sqlcipher:///FOLDER",
        cause);

    public static StoreException NotOurs(string file) => new(
        StoreFault.Corrupt, $"{file} is a database of another program; choose another folder with --store, or another build id");

    public static StoreException TooNew(string file, long version) => new(
        StoreFault.Newer, $"{file} was written by a newer Pawl (schema {version}, this one knows {BuildFileSchema.Version}); update pawl on this machine");
}
