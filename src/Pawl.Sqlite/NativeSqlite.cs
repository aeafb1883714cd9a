using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Pawl.Sqlite.Encrypted;

namespace Pawl.Sqlite;

/// <summary>Connects the managed wrapper with a native library, one for the whole process: Pawl's own SQLite (linked in, or beside the program), or
/// the system's SQLCipher, which opens plain files too. The first that is needed stays.</summary>
internal static class NativeSqlite
{
    private static readonly Lock Gate = new();

    private static Library _library;

    private enum Library
    {
        NotChosen,
        Own,
        SqlCipher,
    }

    /// <summary>True for Pawl's own, which is new enough for all that Pawl has use for; the system's may be older.</summary>
    public static bool IsOwn => _library == Library.Own;

    /// <summary>Makes any SQLite usable, for plain files.</summary>
    public static void Initialize()
    {
        lock (Gate)
        {
            if (_library != Library.NotChosen)
                return;
            SQLitePCL.Batteries_V2.Init();
            _library = Library.Own;
        }
    }

    /// <summary>Makes the system's SQLCipher usable, if this process can: it is installed, and no other library is in use.</summary>
    public static bool TryUseSqlCipher()
    {
        lock (Gate)
        {
            if (_library != Library.NotChosen || CipherLibrary.Loaded.Library is not { } library)
                return _library == Library.SqlCipher;
            // The wrapper chooses the library that it comes with when it is first touched; the last choice counts.
            RuntimeHelpers.RunClassConstructor(typeof(SqliteConnection).TypeHandle);
            library.Provide();
            _library = Library.SqlCipher;
            return true;
        }
    }
}
