using System.Runtime.InteropServices;

namespace Pawl.Bench.Stores.Objects;

/// <summary>One file made whole: a temporary one written and brought to the disk, linked under its name, and the folder brought to the disk.</summary>
internal sealed partial class DirectoryFloor(string root, IReadOnlyList<ReadOnlyMemory<byte>> contents) : IFloor
{
    private const int ReadOnlyFolder = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC

    private string _folder = "";

    public string Name => "write, fsync, link, fsync of the folder";

    public ValueTask BeginAsync(string id)
    {
        _folder = Directory.CreateDirectory(Path.Combine(root, id, "history")).FullName;
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(int step)
    {
        var unnamed = Path.Combine(_folder, $".new-{step}");
        using (var file = File.OpenHandle(unnamed, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, contents[step].Span, fileOffset: 0);
            RandomAccess.FlushToDisk(file);
        }

        Check(Link(unnamed, Path.Combine(_folder, $"{step:D10}.json")));
        File.Delete(unnamed);
        var folder = Open(_folder, ReadOnlyFolder);
        Check(folder);
        Check(Fsync(folder));
        Check(Close(folder));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Check(int result)
    {
        if (result < 0)
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
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

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
