using Microsoft.Data.Sqlite;
using Pawl.Stores;

namespace Pawl.Sqlite.Encrypted;

/// <summary>Keeps encrypted folders and plain ones apart: no plain file comes into the first, and no key is guessed.</summary>
internal static class CipherFolder
{
    private const int HeaderLength = 16;

    private static ReadOnlySpan<byte> PlainHeader => "SQLite format 3\0"u8;

    /// <summary>Refuses to open an encrypted folder as a plain one, and the other way round; marks one that is new.</summary>
    /// <exception cref="StoreException">It is of the other kind, or its key is another one.</exception>
    public static void Require(string folder, SqliteOptions options)
    {
        if (options.Key is { } key)
            RequireKey(folder, key, options);
        else if (CipherMark.Exists(folder))
            throw new StoreException(StoreFault.WrongKey, $"the databases in {folder} are encrypted by SQLCipher; name the store sqlcipher://{folder}");
    }

    /// <summary>Of several keys the one that a folder needs; the first one when it isn't marked yet.</summary>
    /// <exception cref="StoreException">None of them opens it, or there is none.</exception>
    public static CipherKey Choose(string folder, IReadOnlyList<CipherKey> keys)
    {
        if (keys.Count == 0)
            throw new StoreException(
                StoreFault.WrongKey,
                $"the store {folder} is encrypted by SQLCipher, and no key was given: name its file in PAWL_SQLCIPHER_KEY_FILE, or put it into PAWL_SQLCIPHER_KEY");
        return CipherMark.Read(folder) is not { } mark ? keys[0] : keys.FirstOrDefault(mark.IsOf) ?? throw WrongKey(folder);
    }

    /// <summary>True for a file that plain SQLite wrote.</summary>
    public static bool IsPlain(string file) => HeaderOf(file) is { Length: HeaderLength } header && PlainHeader.SequenceEqual(header);

    /// <summary>True for a file that holds something, and not what plain SQLite writes.</summary>
    public static bool IsForeign(string file) => HeaderOf(file) is { Length: HeaderLength } header && !PlainHeader.SequenceEqual(header);

    private static void RequireKey(string folder, CipherKey key, SqliteOptions options)
    {
        if (CipherMark.Read(folder) is null)
        {
            RequireUnmarked(folder, options);
            CipherMark.Of(key).Place(folder);
        }

        if (CipherMark.Read(folder)?.IsOf(key) is not true)
            throw WrongKey(folder);
    }

    // New, or somebody removed the mark: a new one with a wrong key in it would shut the right one out.
    private static void RequireUnmarked(string folder, SqliteOptions options)
    {
        var files = Directory.EnumerateFiles(folder, "*.db").ToArray();
        if (files.FirstOrDefault(IsPlain) is { } plain)
            throw new StoreException(
                StoreFault.Unsuitable,
                $"{plain} is a plain SQLite file, and {folder} was named as a store whose files are encrypted; copy the builds into a new folder: `pawl store copy {folder} sqlcipher:///FOLDER`");
        if (files.FirstOrDefault(IsForeign) is not { } file)
            return;
        try
        {
            using var connection = BuildFileConnection.Open(file, options, create: false);
            _ = BuildFileSchema.Inspect(connection, file);
        }
        catch (SqliteException e)
        {
            throw e.ToStoreException(file, options);
        }
    }

    private static StoreException WrongKey(string folder) => new(
        StoreFault.WrongKey,
        $"the databases in {folder} are encrypted by another key than the one that was given; name that one in PAWL_SQLCIPHER_KEY_FILE, or among PAWL_OLD_SQLCIPHER_KEY_FILES");

    private static byte[] HeaderOf(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var header = new byte[HeaderLength];
            return header[..stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
