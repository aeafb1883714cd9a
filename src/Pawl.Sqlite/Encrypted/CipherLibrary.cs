using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Pawl.Stores;

namespace Pawl.Sqlite.Encrypted;

/// <summary>The system's SQLCipher, found at run time.</summary>
internal sealed unsafe class CipherLibrary
{
    private const string NameInProvider = "sqlite3";

    // Files of one format, whichever version reads them: SQLCipher 3's, which version 4 knows by this setting and version 3 by itself.
    private const string Format = "PRAGMA cipher_compatibility = 3; PRAGMA cipher_page_size = 4096";

    private static readonly string[] Names = ["libsqlcipher.so.0", "libsqlcipher.so.1", "libsqlcipher.so.2", "libsqlcipher.so"];

    private static readonly Lazy<(CipherLibrary? Library, string Complaint)> Search = new(Find);

    private readonly nint _handle;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, int, int> _key;

    private CipherLibrary(nint handle, nint key)
    {
        _handle = handle;
        _key = (delegate* unmanaged[Cdecl]<nint, byte*, int, int>)key;
    }

    /// <summary>The library, or what is wrong with what was found of it.</summary>
    public static (CipherLibrary? Library, string Complaint) Loaded => Search.Value;

    /// <summary>The library, in use by this process.</summary>
    /// <param name="folder">The store that needs it, for the message.</param>
    /// <exception cref="StoreException">It isn't to be had.</exception>
    public static CipherLibrary Require(string folder) => NativeSqlite.TryUseSqlCipher()
        ? Loaded.Library!
        : throw new StoreException(
            StoreFault.Unsuitable,
            Loaded.Library is null
                ? $"the store {folder} is encrypted by SQLCipher, and {Loaded.Complaint}; on Debian 12: apt-get install libsqlcipher0, on later ones libsqlcipher1"
                : $"the store {folder} is encrypted by SQLCipher, and this process has opened plain SQLite files with another library already; name the store in the command itself, such as by --mirror: then SQLCipher opens both");

    /// <summary>Lets the managed wrapper use this library.</summary>
    public void Provide()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_sqlite3).Assembly, (name, _, _) => name == NameInProvider ? _handle : 0);
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_sqlite3());
    }

    /// <summary>Gives a connection its key, before anything is read or written. The key stands in no SQL and no connection string.</summary>
    /// <exception cref="StoreException">The connection isn't one of SQLCipher's, or doesn't take the key.</exception>
    public void Unlock(SqliteConnection connection, CipherKey key)
    {
        if (SQLitePCL.raw.GetNativeLibraryName() != NameInProvider)
            throw Refused(connection, "another library than SQLCipher opened it");
        fixed (byte* text = key.Literal)
        {
            if (_key(connection.Handle!.DangerousGetHandle(), text, key.Literal.Length) != SQLitePCL.raw.SQLITE_OK)
                throw Refused(connection, "SQLCipher didn't take the key");
        }

        using var command = connection.CreateCommand();
        // Plain SQLite answers nothing to this, and takes a key for a setting that it doesn't know.
        command.CommandText = "PRAGMA cipher_version";
        if (command.ExecuteScalar() is not string { Length: > 0 })
            throw Refused(connection, "the library that opened it isn't SQLCipher");
        command.CommandText = Format;
        command.ExecuteNonQuery();
    }

    private static StoreException Refused(SqliteConnection connection, string why) =>
        new(StoreFault.Unsuitable, $"{connection.DataSource} must be encrypted, and {why}; nothing was written");

    private static (CipherLibrary? Library, string Complaint) Find()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out var handle))
                continue;
            return NativeLibrary.TryGetExport(handle, "sqlite3_key", out var key)
                ? (new CipherLibrary(handle, key), "")
                : (null, $"the {name} of this machine isn't SQLCipher: it takes no keys");
        }

        return (null, $"{Names[0]} isn't installed");
    }
}
