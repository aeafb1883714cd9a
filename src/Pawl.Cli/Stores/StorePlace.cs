using System.Runtime.InteropServices;
using Pawl.Cli.Output;
using Pawl.Sealing;
using Pawl.Sqlite;
using Pawl.Sqlite.Encrypted;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cli.Stores;

/// <summary>Where a store is, from what the user says.</summary>
/// <param name="Url">Its URL.</param>
/// <param name="Kind">Its kind.</param>
internal sealed partial record StorePlace(StoreUrl Url, StoreKind Kind)
{
    private const string SharedFolder = "/var/lib/state-builds";
    private const int WriteAndSearch = 2 | 1;

    /// <summary>True when nobody named it.</summary>
    public bool IsDefault { get; private init; }

    /// <summary>The folder for what belongs to this machine alone, such as logs: the store's own, if it has one.</summary>
    public string LocalFolder => Kind is SqliteKind ? SqliteKind.FolderOf(Url) : StateFolder.Path;

    /// <summary>How a program that is started from here is told of the store: a plain folder where that is enough.</summary>
    public string Text => Kind is SqliteKind and not SqlCipherKind && Url.Settings.IsEmpty ? SqliteKind.FolderOf(Url) : Url.ToString();

    /// <summary>Where the keys of its sealed builds are.</summary>
    public KeyShelf OpenShelf() => new(Text, () => Safe().Kind.OpenKeys(Url));

    /// <summary>What it keeps beside its builds for good, such as tombstones.</summary>
    /// <exception cref="StoreException">It is a folder that isn't safe.</exception>
    public IObjectStore OpenRecords() => Safe().Kind.OpenKeys(Url);

    /// <summary>True when builds that begin there are sealed.</summary>
    /// <exception cref="StoreException">That can't be read.</exception>
    public async ValueTask<bool> IsEncryptedAsync(CancellationToken cancellationToken)
    {
        await using var shelf = OpenShelf();
        return await shelf.IsEncryptedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The store named by <c>--store</c>, else by <c>PAWL_STORE</c>, else the default folder.</summary>
    /// <exception cref="UsageException">There is no such kind of store.</exception>
    public static StorePlace Of(string? option)
    {
        var named = option is { Length: > 0 } ? option : Environment.GetEnvironmentVariable("PAWL_STORE");
        return named is { Length: > 0 }
            ? Parse("--store", named)
            : new StorePlace(SqliteKind.UrlOf(IsWritable(SharedFolder) ? SharedFolder : StateFolder.Path), new SqliteKind()) { IsDefault = true };
    }

    /// <summary>Reads a URL, or a folder.</summary>
    /// <exception cref="UsageException">There is no such kind of store.</exception>
    public static StorePlace Parse(string what, string text)
    {
        if (text.Any(char.IsControl))
            throw new UsageException($"{what} `{Visible.Line(text)}` has a control character in it; name a folder, or a URL such as sqlite:///FOLDER");
        if (!StoreUrl.LooksLikeOne(text))
            return new StorePlace(SqliteKind.UrlOf(text), new SqliteKind());
        if (!StoreUrl.TryParse(text, out var url, out var complaint))
            throw new UsageException($"{what}: {complaint}");
        var kind = StoreKinds.Find(url.Scheme);
        // Told at once: a copy may open a plain store first, and a process has one SQLite for all.
        if (kind is SqlCipherKind)
            SqlCipherKind.Prepare();
        return kind is not null
            ? new StorePlace(url, kind)
            : throw new UsageException($"{what} `{Visible.Line(url.ToString())}`: there is no such kind of store; there are a folder and {string.Join(", ", StoreKinds.Forms())}");
    }

    /// <summary>The place itself, unless it is a folder that others may write to and <c>PAWL_SHARED_FOLDER</c> doesn't name.</summary>
    /// <exception cref="StoreException">It is.</exception>
    public StorePlace Safe()
    {
        if (Folder is { Length: > 0 } folder && Environment.GetEnvironmentVariable("PAWL_SHARED_FOLDER")?.TrimEnd('/') != folder.TrimEnd('/'))
            FolderSafety.Require(folder);
        return this;
    }

    /// <summary>Refuses a folder that somebody named and that isn't there: nothing in it would be taken for good news.</summary>
    /// <exception cref="StoreException">There is no such folder.</exception>
    public void RequireThere()
    {
        if (!IsDefault && Folder is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new StoreException(StoreFault.Unreachable, $"there is no store at {folder}; mend the name or mount it, or make a new one with `pawl store create`");
    }

    // Empty for a store that isn't one.
    private string Folder => Kind switch
    {
        SqliteKind => SqliteKind.FolderOf(Url),
        DirectoryKind => DirectoryKind.FolderOf(Url),
        _ => "",
    };

    private static bool IsWritable(string folder) => Access(folder, WriteAndSearch) == 0;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);
}
