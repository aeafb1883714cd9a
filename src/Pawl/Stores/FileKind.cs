using System.Runtime.InteropServices;

namespace Pawl.Stores;

/// <summary>What stands at a path.</summary>
public enum FileKind
{
    /// <summary>Nothing, or nothing that this user may see.</summary>
    Nothing,

    /// <summary>A file with content that ends.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe, a socket or a device: opening or reading it may never come back.</summary>
    Special,
}

/// <summary>Looks before anything is opened: .NET tells a pipe from a file only once it has opened it, which waits for the other end.</summary>
public static unsafe partial class FileKinds
{
    // https://man7.org/linux/man-pages/man2/statx.2.html; the layout is the same on all processors.
    private const int CurrentFolder = -100, ModeAt = 28, StructSize = 256;
    private const int InodeAt = 32, DeviceAt = 136;
    private const uint WantType = 1, WantInode = 0x100;
    private const int TypeBits = 0xF000, RegularType = 0x8000, FolderType = 0x4000;

    /// <summary>What stands at a path; of a link, where it leads.</summary>
    public static FileKind Of(string path)
    {
        var result = stackalloc byte[StructSize];
        if (Statx(CurrentFolder, path, 0, WantType, result) != 0)
            return FileKind.Nothing;
        return (*(ushort*)(result + ModeAt) & TypeBits) switch
        {
            RegularType => FileKind.Regular,
            FolderType => FileKind.Folder,
            _ => FileKind.Special,
        };
    }

    /// <summary>Which file stands at a path, whatever its name; null when none does. A file that is put in its place is another one.</summary>
    public static FileIdentity? IdentityOf(string path)
    {
        var result = stackalloc byte[StructSize];
        return Statx(CurrentFolder, path, 0, WantInode, result) == 0
            ? new FileIdentity(*(ulong*)(result + DeviceAt), *(ulong*)(result + InodeAt))
            : null;
    }

    /// <summary>The kind as a sentence's object, for error messages.</summary>
    public static string ToText(this FileKind kind) => kind switch
    {
        FileKind.Nothing => "nothing",
        FileKind.Regular => "a file",
        FileKind.Folder => "a folder",
        FileKind.Special => "a pipe, socket or device",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind"),
    };

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* result);
}

/// <summary>Names a file on this machine as long as it is there.</summary>
/// <param name="Device">The file system's numbers.</param>
/// <param name="Inode">The file's number in it.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode);
