using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pawl.Stores.Objects;

/// <summary>Files that are there whole or not at all, and on the disk before they are talked of. Only their owner may read them.</summary>
public static partial class DurableFile
{
    private const int NotThere = 2; // ENOENT
    private const int AlreadyExists = 17; // EEXIST
    private const int ReadOnlyFolder = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC

    /// <summary>Makes a file, and its folder, if there is none: null when there is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unnamed">What it is written into before it gets its name, on the same disk.</param>
    /// <param name="content">What it is to hold.</param>
    /// <exception cref="FileNotFoundException">Somebody removed <paramref name="unnamed"/> meanwhile; nothing was made.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static ObjectTag? Create(string path, string unnamed, ReadOnlySpan<byte> content) => Write(path, unnamed, content, () =>
    {
        if (Link(unnamed, path) == 0)
            return true;
        return Marshal.GetLastPInvokeError() switch
        {
            AlreadyExists => false,
            NotThere => throw new FileNotFoundException($"{path} can't be made: {unnamed} was removed by another program", unnamed),
            _ => throw new IOException($"{path} can't be made ({Marshal.GetLastPInvokeErrorMessage()})"),
        };
    });

    /// <summary>Puts new content in a file's place. The caller has the lock, where several may.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unnamed">What the content is written into before it takes the file's place, on the same disk.</param>
    /// <param name="content">The content.</param>
    /// <exception cref="FileNotFoundException">Somebody removed <paramref name="unnamed"/> meanwhile; nothing was replaced.</exception>
    public static ObjectTag? Replace(string path, string unnamed, ReadOnlySpan<byte> content) => Write(path, unnamed, content, () =>
    {
        File.Move(unnamed, path, overwrite: true);
        return true;
    });

    /// <summary>Names the content of a file: one that takes its place has another number, time or size.</summary>
    internal static ObjectTag TagOf(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return TagOf(file);
    }

    /// <summary>Names the content of an open file.</summary>
    internal static ObjectTag TagOf(SafeFileHandle file)
    {
        var identity = FileKinds.IdentityOf($"/proc/self/fd/{file.DangerousGetHandle()}");
        return new ObjectTag(string.Create(
            CultureInfo.InvariantCulture, $"{identity?.Inode}-{File.GetLastWriteTimeUtc(file).Ticks}-{RandomAccess.GetLength(file)}"));
    }

    private static ObjectTag? Write(string path, string unnamed, ReadOnlySpan<byte> content, Func<bool> place)
    {
        var folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        MakeFolder(Path.GetDirectoryName(unnamed)!);
        try
        {
            ObjectTag tag;
            using (var file = File.OpenHandle(unnamed, FileMode.CreateNew, FileAccess.Write))
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                RandomAccess.Write(file, content, fileOffset: 0);
                RandomAccess.FlushToDisk(file);
                tag = TagOf(file);
            }

            if (!place())
                return null;
            FlushFolder(folder);
            return tag;
        }
        finally
        {
            File.Delete(unnamed);
        }
    }

    // A new folder's name is on the disk only when the one that it is in has been flushed.
    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
            MakeFolder(parent);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (parent is not null)
            FlushFolder(parent);
    }

    private static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, ReadOnlyFolder);
        if (descriptor < 0)
            throw new IOException($"{folder} can't be opened ({Marshal.GetLastPInvokeErrorMessage()})");
        var flushed = Fsync(descriptor);
        var why = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(descriptor);
        if (flushed != 0)
            throw new IOException($"{folder} can't be written to the disk ({why})");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
