using System.Runtime.InteropServices;
using System.Text;

namespace Pawl.Cli.Concourse.Folders;

/// <summary>Where a path leads, once all links in it are followed.</summary>
internal static partial class RealPath
{
    private const int MaxPath = 4096;

    /// <summary>The absolute path without links; null when there is nothing.</summary>
    public static string? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[MaxPath];
        return Resolve(path, ref MemoryMarshal.GetReference(buffer)) == 0 ? null : Encoding.UTF8.GetString(buffer[..buffer.IndexOf((byte)0)]);
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Resolve(string path, ref byte resolved);
}
