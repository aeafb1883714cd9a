using Pawl.Stores;

namespace Pawl.Secrets;

/// <summary>A file with a secret in it that only its owner may read.</summary>
public static class SecretFile
{
    private const int MostBytes = 16_384;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads it.</summary>
    /// <exception cref="StoreException">It can't be read, others may read or change it, or it is no small file.</exception>
    public static string Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
                throw new StoreException(StoreFault.Denied, $"{path} holds a key, and others than its owner may read or change it; `chmod 600 {path}`, and make a new key if somebody may have read it");
            var content = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= MostBytes
                ? System.Text.Encoding.UTF8.GetString(content, 0, length)
                : throw new StoreException(StoreFault.WrongKey, $"{path} is no key file: it is longer than {MostBytes} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StoreException(StoreFault.WrongKey, $"the key file {path} can't be read: {e.Message}", e);
        }
    }

    /// <summary>Makes one, which must not exist yet.</summary>
    /// <exception cref="StoreException">It exists, or can't be written.</exception>
    public static void Create(string path, string content)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            file.Write(System.Text.Encoding.UTF8.GetBytes(content));
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StoreException(StoreFault.WrongKey, $"the key file {path} can't be made: {e.Message}", e);
        }
    }
}
