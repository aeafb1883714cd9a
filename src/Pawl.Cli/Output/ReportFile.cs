using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Cli.Output;

/// <summary>A report for an archive: a file that only its owner may read, written whole each time. It is there before the work that it tells of begins, and
/// one that was there already stays as it is.</summary>
internal sealed class ReportFile
{
    private readonly string _path;

    private ReportFile(string path) => _path = path;

    /// <summary>Makes the file.</summary>
    /// <exception cref="UsageException">There is one already, or it can't be written.</exception>
    public static ReportFile Begin(string path, ReadOnlySpan<byte> content)
    {
        var shown = Visible.Line(path);
        try
        {
            return DurableFile.Create(Path.GetFullPath(path), UnnamedOf(Path.GetFullPath(path)), content) is not null
                ? new ReportFile(Path.GetFullPath(path))
                : throw new UsageException($"--report: {shown} is there already, and a report is never written over; name another file. Nothing was done");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--report: {shown} can't be written: {Visible.Line(e.Message)}. Nothing was done");
        }
    }

    /// <summary>Writes what there is to say now in its place.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        try
        {
            DurableFile.Replace(_path, UnnamedOf(_path), content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFault.Full, $"the report {_path} can't be written: {e.Message}. What it tells of was done: `pawl audit tombstones` lists the builds that were removed", e);
        }
    }

    private static string UnnamedOf(string path) => $"{path}.new-{Guid.NewGuid():N}";
}
