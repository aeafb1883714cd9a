using System.Runtime.InteropServices;
using Pawl.Cli.Output;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.Cli;

/// <summary>From what the user says to a store.</summary>
internal static partial class StoreOpener
{
    private const string SharedFolder = "/var/lib/state-builds";
    private const string SqliteScheme = "sqlite://";
    private const int WriteAndSearch = 2 | 1;

    /// <summary>Opens the store named by <c>--store</c>, else <c>PAWL_STORE</c>, else the default folder.</summary>
    /// <exception cref="UsageException">This version has no such kind of store.</exception>
    public static IBuildStore Open(string? option, Action<string> warn)
    {
        var place = Place(option);
        return SqliteBuildStore.Open(
            place.Folder, new SqliteOptions { Closing = SqliteClosing.KeepLog, Durability = place.Durability, Warn = warn });
    }

    /// <summary>The folder of the store.</summary>
    public static string Folder(string? option) => Place(option).Folder;

    private static (string Folder, SqliteDurability Durability) Place(string? option)
    {
        var named = option is { Length: > 0 } ? option : Environment.GetEnvironmentVariable("PAWL_STORE");
        if (named is not { Length: > 0 })
            return (IsWritable(SharedFolder) ? SharedFolder : StateFolder.Path, SqliteDurability.Full);
        if (named.Any(char.IsControl))
            throw new UsageException($"--store `{Visible.Line(named)}` has a control character in it; name a folder, or sqlite:///FOLDER");
        if (!named.Contains("://", StringComparison.Ordinal))
            return (Path.GetFullPath(named), SqliteDurability.Full);
        var query = named.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? at : named.Length;
        return (named[..query].StartsWith(SqliteScheme + "/", StringComparison.Ordinal), named[query..]) switch
        {
            (true, "" or "?durability=full") => (Path.GetFullPath(named[SqliteScheme.Length..query]), SqliteDurability.Full),
            (true, "?durability=normal") => (Path.GetFullPath(named[SqliteScheme.Length..query]), SqliteDurability.Normal),
            (true, _) => throw new UsageException($"--store `{Visible.Line(named)}`: the only setting is ?durability=full or ?durability=normal"),
            _ => throw new UsageException($"--store `{Visible.Line(named)}`: this version has no such store; it has a folder, or sqlite:///FOLDER"),
        };
    }

    private static bool IsWritable(string folder) => Access(folder, WriteAndSearch) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);
}
