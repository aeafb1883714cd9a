using System.Runtime.CompilerServices;

namespace Pawl.Stores.Objects;

/// <summary>Objects as files in a folder, for a disk that several machines share or a tool that reads JSON. Creating is <c>link(2)</c>, which one of
/// several wins; replacing is <c>rename(2)</c> under a lock; each is on the disk before it is answered.</summary>
public sealed class DirectoryObjects : IObjectStore
{
    private const string LockName = ".lock";

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    // Who deletes an object removes what it was being written into: the writer begins again.
    private const int Tries = 3;

    private readonly string _folder;
    private readonly UnnamedFiles _unnamed;

    private DirectoryObjects(string folder) => (_folder, _unnamed) = (folder, new UnnamedFiles(folder));

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
            try
            {
                return Read(path, mostBytes);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // It was deleted in this moment.
                return null;
            }
        }));
    }

    /// <inheritdoc/>
    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Try(key, _ => _unnamed.SweepOnce());
        if (condition.Tag is not { } expected)
            return Try(key, path => Repeat(key, unnamed => DurableFile.Create(path, unnamed, content.Span)));
        using var turn = await LockAsync(key, cancellationToken).ConfigureAwait(false);
        return Try(key, path => File.Exists(path) && DurableFile.TagOf(path) == expected
            ? Repeat(key, unnamed => DurableFile.Replace(path, unnamed, content.Span))
            : null);
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
    /// <remarks>With it go the files that killed writers of it left: what is deleted must not be found under another name.</remarks>
    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Try(key, _ => _unnamed.RemoveOf(key));
        if (!File.Exists(PathOf(key)))
            return;
        // Who is about to put new content in its place would bring it back otherwise.
        using var turn = await LockAsync(key, cancellationToken).ConfigureAwait(false);
        Try(key, path =>
        {
            _unnamed.RemoveOf(key);
            File.Delete(path);
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static StoredObject Read(string path, int mostBytes)
    {
        // A file is never written once it has its name: what is open stays as it is, whatever takes its place.
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var size = RandomAccess.GetLength(file);
        var content = new byte[Math.Min(size, mostBytes)];
        var read = RandomAccess.Read(file, content, fileOffset: 0);
        return new StoredObject(content.AsMemory(0, read), DurableFile.TagOf(file), read == size);
    }

    // Folders are read as far as the prefix allows: a build's history never costs the reading of other builds.
    private List<string> Keys(string prefix, string after)
    {
        var folder = prefix.LastIndexOf('/') is var slash and >= 0 ? Path.Combine(_folder, prefix[..slash]) : _folder;
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => !_unnamed.Contains(path) && Path.GetFileName(path) != LockName)
            .Select(path => Path.GetRelativePath(_folder, path))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
            .Order(StringComparer.Ordinal)];
    }

    private ObjectTag? Repeat(string key, Func<string, ObjectTag?> write)
    {
        for (var left = Tries - 1; ; left--)
        {
            try
            {
                return write(_unnamed.NewFor(key));
            }
            catch (FileNotFoundException) when (left > 0)
            {
                // Another file, then.
            }
        }
    }

    private ValueTask<IDisposable> LockAsync(string key, CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Path.Combine(Path.GetDirectoryName(PathOf(key))!, LockName), LockPatience, cancellationToken);

    private void Try(string key, Action<string> action) => Try(key, path =>
    {
        action(path);
        return true;
    });

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
