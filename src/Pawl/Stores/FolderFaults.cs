namespace Pawl.Stores;

/// <summary>Says in a user's words what a folder's errors mean for a store.</summary>
internal static class FolderFaults
{
    // https://man7.org/linux/man-pages/man3/errno.3.html; .NET puts the number into HResult.
    private const int NoSpace = 28, NoQuota = 122, ReadOnlyDisk = 30, WouldBlock = 11;

    public static StoreException Of(Exception e, string path) => (e, e.HResult & 0xFFFF) switch
    {
        (UnauthorizedAccessException, _) => new(StoreFault.Denied, $"{path} may not be read or written; mend the permissions of the store's folder, or choose another store with --store", e),
        (_, NoSpace or NoQuota) => new(StoreFault.Full, $"no room left for {path}; free some space and repeat: what was recorded before is safe", e),
        (_, ReadOnlyDisk) => new(StoreFault.ReadOnly, $"{path} can't be written: the file system is read-only; choose another store with --store", e),
        (_, WouldBlock) => new(StoreFault.Busy, $"{path} is kept locked by another program; end it, and repeat", e),
        _ => new(StoreFault.Unreachable, $"reading or writing {path} failed ({e.Message}); check the disk and its free space", e),
    };
}
