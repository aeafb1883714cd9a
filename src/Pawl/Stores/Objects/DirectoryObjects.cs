using System.Runtime.CompilerServices;

namespace Pawl.Stores.Objects;

/// <summary>Objects as files in a folder, for a disk that several machines share or a tool that reads JSON. Creating is <c>link(2)</c>, which one of
/// several wins; replacing is <c>rename(2)</c> under a lock; each is on the disk before it is answered.</summary>
public sealed class DirectoryObjects : IObjectStore
{
    private const string LockName = ".lock";

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private readonly string _folder;

    private DirectoryObjects(string folder) => _folder = folder;

    /// <inheritdoc/>
    public string Location => _folder;

    /// <inheritdoc/>
    public long MostBytes => 1L << 30;

    /// <summary>Objects in a folder, which is made with the first of them.</summary>
    public static DirectoryObjects Open(string folder) => new(Path.GetFullPath(folder));

    /// <inheritdoc/>
    public ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Try(key, path =>
        {
            if (FileKinds.Of(path) != FileKind.Regular)
                return null;
            // A file is never written once it has its name: what is open stays as it is, whatever takes its place.
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var size = RandomAccess.GetLength(file);
            var content = new byte[Math.Min(size, mostBytes)];
            var read = RandomAccess.Read(file, content, fileOffset: 0);
            return new StoredObject(content.AsMemory(0, read), DurableFile.TagOf(file), read == size);
        }));
    }

    /// <inheritdoc/>
    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (condition.Tag is not { } expected)
            return Try(key, path => DurableFile.Create(path, content.Span));
        using var turn = await FileLock.TakeAsync(Path.Combine(Path.GetDirectoryName(PathOf(key))!, LockName), LockPatience, cancellationToken).ConfigureAwait(false);
        return Try(key, path => File.Exists(path) && DurableFile.TagOf(path) == expected ? DurableFile.Replace(path, content.Span) : null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in Try(prefix, _ => Keys(prefix, after)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return key;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Try(key, path =>
        {
            if (File.Exists(path))
                File.Delete(path);
            return true;
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Folders are read as far as the prefix allows: a build's history never costs the reading of other builds.
    private List<string> Keys(string prefix, string after)
    {
        var folder = prefix.LastIndexOf('/') is var slash and >= 0 ? Path.Combine(_folder, prefix[..slash]) : _folder;
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !DurableFile.IsUnnamed(path) && Path.GetFileName(path) != LockName)
            .Select(path => Path.GetRelativePath(_folder, path))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
            .Order(StringComparer.Ordinal)];
    }

    private T Try<T>(string key, Func<string, T> action)
    {
        try
        {
            return action(PathOf(key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FolderFaults.Of(e, PathOf(key));
        }
    }

    private string PathOf(string key) => Path.Combine(_folder, key);
}
