using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Running;

/// <summary>The two files of an attempt: its log, which stays, and the one that it writes its output values into, which goes. Readable by
/// their owner alone.</summary>
internal sealed class AttemptFiles : IAsyncDisposable
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string MarkName = "PAWL_OUTPUT=";
    // Linux's error numbers (errno(3)), which the runtime passes on.
    private const int NoRoom = 28, NoQuota = 122;

    private readonly Action<string> _tell;
    private IAttemptLog? _log;

    private AttemptFiles(string outputPath, Action<string> tell) => (OutputPath, _tell) = (outputPath, tell);

    /// <summary>Where the task may leave <c>key=value</c> lines.</summary>
    public string OutputPath { get; }

    /// <summary>What marks the processes of the attempt's task.</summary>
    public string Mark => MarkOf(OutputPath);

    /// <summary>How the marks of all tasks of a build begin.</summary>
    public static string MarkStart(string root, BuildId id) => MarkOf(Path.Combine(root, id.Value) + "/");

    /// <summary>Removes the output file of the task that has this mark: its worker is gone, and nobody will read it.</summary>
    public static void RemoveOutputOf(string mark)
    {
        if (mark.StartsWith(MarkName, StringComparison.Ordinal))
            LeftOutputs.TryRemove(mark[MarkName.Length..]);
    }

    /// <summary>What marks the processes of a task with this output file.</summary>
    public static string MarkOf(string path) => MarkName + path;

    /// <summary>Makes both; the log sealed, when there is something to seal it with. A log that can't be written is told of and done without; the output file is needed.</summary>
    /// <exception cref="StoreException">The folder can't be written.</exception>
    public static async Task<AttemptFiles> CreateAsync(string root, BuildState build, BuildSealer? sealer, Action<string> tell)
    {
        var folder = Path.Combine(root, build.Id.Value);
        var name = Path.Combine(folder, AttemptLogs.NameOf(build.Attempt!));
        try
        {
            Directory.CreateDirectory(root, OwnerFolder);
            Directory.CreateDirectory(folder, OwnerFolder);
            await using (Open(name + LeftOutputs.End, FileMode.Create).ConfigureAwait(false))
            {
                return new AttemptFiles(name + LeftOutputs.End, tell)
                {
                    _log = sealer is null
                        ? new ClearLog(Open(name + AttemptLogs.Clear, FileMode.Append))
                        : await SealedLog.BeginAsync(Open(name + AttemptLogs.Sealed, FileMode.Create), sealer, build.Version).ConfigureAwait(false),
                };
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw e.HResult is NoRoom or NoQuota
                ? new StoreException(StoreFault.Full, $"no room left in the log folder {folder}; free some space and repeat", e)
                : new StoreException(StoreFault.ReadOnly, $"the log folder {folder} can't be written: {e.Message}", e);
        }
    }

    /// <summary>Adds a line to the log, so that it can be followed. A full disk ends the log, not the task.</summary>
    public async ValueTask WriteLogAsync(string line)
    {
        if (_log is not { } log)
            return;
        try
        {
            await log.WriteLineAsync(line).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            _log = null;
            _tell($"the log of this attempt ends here, it can't be written: {e.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_log is { } log)
                await log.DisposeAsync().ConfigureAwait(false);
            LeftOutputs.Remove(OutputPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _tell($"the files of this attempt can't be closed: {e.Message}");
        }
    }

    private static FileStream Open(string path, FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = OwnerFile,
    });
}
