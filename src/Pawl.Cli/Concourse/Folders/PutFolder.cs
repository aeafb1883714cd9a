using Pawl.Cli.Concourse.Requests;
using Pawl.Cli.Verbs;
using Pawl.Stores;

namespace Pawl.Cli.Concourse.Folders;

/// <summary>The folder that Concourse gives to <c>out</c>: what earlier steps left is in it, and no path of a param leads out of it.</summary>
/// <param name="path">Where it is.</param>
internal sealed class PutFolder(string path)
{
    private const int MaxText = 64 * 1024;

    private readonly string _root = RealPath.Of(path) ?? throw new RequestException($"there is no folder {Ask.Shorten(path)}");

    /// <summary>The absolute path of a file that a param names; null without such a param.</summary>
    /// <exception cref="RequestException">It is outside the folder.</exception>
    public string? Find(RequestMap parameters, string key)
    {
        if (parameters.Text(key) is not { } named)
            return null;
        var parts = named.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (named.StartsWith('/') || parts.Length == 0 || parts.Contains("..") || named.Any(char.IsControl))
            throw parameters.Fault(key, $"'{Ask.Shorten(named)}' must be a path within the step's inputs, such as report/log");
        var file = Path.Combine(_root, Path.Combine(parts));
        // A link that a task left could show any file of this container.
        if (RealPath.Of(file) is { } real && real != _root && !real.StartsWith(_root + "/", StringComparison.Ordinal))
            throw parameters.Fault(key, $"'{Ask.Shorten(named)}' is a link to a place outside the step's inputs; copy the file there instead");
        return FileKinds.Of(file) is not FileKind.Special
            ? file
            : throw parameters.Fault(key, $"'{Ask.Shorten(named)}' is a pipe, socket or device, not a file");
    }

    /// <summary>The text of a small file that a param names, without white space around it; null without such a param.</summary>
    /// <exception cref="RequestException">It can't be read, or is no small text.</exception>
    public string? ReadText(RequestMap parameters, string key) => Read(parameters, key, MaxText, file => File.ReadAllText(file).Trim());

    /// <summary>The bytes of a file that a param names; null without such a param.</summary>
    /// <exception cref="RequestException">It can't be read, or has more bytes than that.</exception>
    public byte[]? ReadBytes(RequestMap parameters, string key, int mostBytes) => Read(parameters, key, mostBytes, File.ReadAllBytes);

    private T? Read<T>(RequestMap parameters, string key, int mostBytes, Func<string, T> read)
        where T : class
    {
        if (Find(parameters, key) is not { } file)
            return null;
        try
        {
            return new FileInfo(file).Length <= mostBytes
                ? read(file)
                : throw parameters.Fault(key, $"'{Ask.Shorten(parameters.Text(key)!)}' has more than {mostBytes} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw parameters.Fault(key, $"'{Ask.Shorten(parameters.Text(key)!)}' can't be read: {Why(e)}");
        }
    }

    private static string Why(Exception e) => e is FileNotFoundException or DirectoryNotFoundException
        ? "there is no such file; is it an output of a step before, or among the put's `inputs`?"
        : e.Message;
}
