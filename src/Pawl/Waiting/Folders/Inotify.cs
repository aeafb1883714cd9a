using System.Runtime.InteropServices;
using System.Text;

namespace Pawl.Waiting.Folders;

/// <summary>What Linux tells of files in some folders (https://man7.org/linux/man-pages/man7/inotify.7.html): writes, and names that come and go.</summary>
internal sealed unsafe partial class Inotify : IDisposable
{
    private const int CloseOnExec = 0x80000, Interrupted = 4, HeaderSize = 16, BufferSize = 64 * 1024;
    private const uint Modify = 0x2, MovedFrom = 0x40, MovedTo = 0x80, Create = 0x100, Delete = 0x200;
    private const uint Overflow = 0x4000, Ignored = 0x8000, OnlyFolders = 0x1000000;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, string> _folders = [];
    private readonly Dictionary<string, int> _watches = new(StringComparer.Ordinal);
    private readonly Action<FolderNotice> _tell;
    private readonly int _descriptor;
    private volatile bool _isClosing;

    private Inotify(int descriptor, Action<FolderNotice> tell) => (_descriptor, _tell) = (descriptor, tell);

    /// <summary>Begins to listen; null with the reason when the system lets nobody listen any more.</summary>
    /// <param name="tell">Told of each notice, on a thread of its own.</param>
    /// <param name="why">Why not.</param>
    public static Inotify? TryOpen(Action<FolderNotice> tell, out string why)
    {
        var descriptor = Initialize(CloseOnExec);
        why = descriptor < 0 ? $"the system lets nobody listen ({Marshal.GetLastPInvokeErrorMessage()}), raise fs.inotify.max_user_instances" : "";
        if (descriptor < 0)
            return null;
        var opened = new Inotify(descriptor, tell);
        new Thread(opened.Read) { IsBackground = true, Name = "inotify" }.Start();
        return opened;
    }

    /// <summary>Watches a folder, if it isn't watched yet.</summary>
    /// <returns>False when it can't be watched: it isn't there, or there are too many watches.</returns>
    public bool TryWatch(string folder, out string why)
    {
        lock (_lock)
        {
            why = "";
            if (_watches.ContainsKey(folder))
                return true;
            var watch = AddWatch(_descriptor, folder, Modify | MovedFrom | MovedTo | Create | Delete | OnlyFolders);
            if (watch < 0)
            {
                why = $"the system lets nobody listen ({Marshal.GetLastPInvokeErrorMessage()}), raise fs.inotify.max_user_watches";
                return false;
            }

            _folders[watch] = folder;
            _watches[folder] = watch;
            return true;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosing)
                return;
            _isClosing = true;
            // The reader is woken by the end of a watch, of one that is made for it if there is none.
            var watch = _folders.Count > 0 ? _folders.Keys.First() : AddWatch(_descriptor, "/", Delete);
            _ = RemoveWatch(_descriptor, watch);
        }
    }

    private void Read()
    {
        var buffer = new byte[BufferSize];
        fixed (byte* start = buffer)
        {
            while (!_isClosing)
            {
                var size = Read(_descriptor, start, BufferSize);
                if (size < 0 && Marshal.GetLastPInvokeError() != Interrupted)
                    break;
                for (var at = 0; at < size;)
                    at += Take(start + at);
            }
        }

        _ = Close(_descriptor);
    }

    // struct inotify_event: int watch; uint mask; uint cookie; uint length; char name[length].
    private int Take(byte* notice)
    {
        var (watch, mask, length) = (*(int*)notice, *(uint*)(notice + 4), *(int*)(notice + 12));
        var name = length == 0 ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(notice + HeaderSize));
        if ((mask & Overflow) != 0)
        {
            _tell(FolderNotice.Anything);
            return HeaderSize + length;
        }

        string? folder;
        lock (_lock)
        {
            folder = _folders.GetValueOrDefault(watch);
            if (folder is not null && (mask & Ignored) != 0)
            {
                _folders.Remove(watch);
                _watches.Remove(folder);
            }
        }

        if (folder is not null && !_isClosing)
            _tell(new FolderNotice(folder, name, (mask & Modify) != 0 ? FolderNoticeKind.Written : FolderNoticeKind.Named));
        return HeaderSize + length;
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Initialize(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AddWatch(int descriptor, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RemoveWatch(int descriptor, int watch);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}

/// <summary>What a notice says.</summary>
public enum FolderNoticeKind
{
    /// <summary>A file was written.</summary>
    Written,

    /// <summary>A name came or went.</summary>
    Named,
}

/// <summary>Something happened in a folder.</summary>
/// <param name="Folder">The folder; empty when it may be any.</param>
/// <param name="Name">The name in it; empty for the folder itself.</param>
/// <param name="Kind">What.</param>
public readonly record struct FolderNotice(string Folder, string Name, FolderNoticeKind Kind)
{
    /// <summary>Too much happened for all of it to be told.</summary>
    public static FolderNotice Anything => new("", "", FolderNoticeKind.Written);
}
