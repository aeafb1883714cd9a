namespace Pawl.Stores;

/// <summary>A lock of all processes on this machine, which the operating system takes back from one that dies.</summary>
public static class FileLock
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    /// <summary>Waits for the lock; disposing of what is returned gives it back.</summary>
    /// <param name="path">The lock's file, made with its folder when it isn't there.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">Others kept it for longer than that, or the file can't be made.</exception>
    public static async ValueTask<IDisposable> TakeAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        var begun = Environment.TickCount64;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(path) is { } taken)
                return taken;
            if (Environment.TickCount64 - begun > patience.TotalMilliseconds)
                throw new StoreException(StoreFault.Busy, $"{path} is kept locked by another program; wait for it or end it, and repeat");
            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileStream? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                BufferSize = 0,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var fault = FolderFaults.Of(e, path);
            return fault.Fault == StoreFault.Busy ? null : throw fault;
        }
    }
}
