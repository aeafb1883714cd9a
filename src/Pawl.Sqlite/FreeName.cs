using System.Runtime.InteropServices;

namespace Pawl.Sqlite;

/// <summary>Gives a finished file its name, unless that is taken. <see cref="File.Move(string, string, bool)"/> looks first and renames then: of two
/// processes at once the second one's file would take the place of the first one's, with all that was written to it.</summary>
internal static partial class FreeName
{
    private const int WorkingFolder = -100; // AT_FDCWD
    private const uint NoReplace = 1; // RENAME_NOREPLACE
    private const int Exists = 17, Invalid = 22, NotSupported = 95; // EEXIST, EINVAL, EOPNOTSUPP

    /// <summary>Gives it.</summary>
    /// <exception cref="IOException">The name is taken, or the file can't have it; it keeps the one that it has.</exception>
    public static void Give(string unnamed, string path)
    {
        if (RenameAt(WorkingFolder, unnamed, WorkingFolder, path, NoReplace) == 0)
            return;
        // NFS, for one, doesn't know how.
        if (Marshal.GetLastPInvokeError() is Invalid or NotSupported && Link(unnamed, path) == 0)
        {
            File.Delete(unnamed);
            return;
        }

        throw Marshal.GetLastPInvokeError() == Exists
            ? new IOException($"{path} is there already")
            : new IOException($"{path} can't be made ({Marshal.GetLastPInvokeErrorMessage()})");
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenameAt(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);
}
