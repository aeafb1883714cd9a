using System.Runtime.CompilerServices;
using Pawl.Builds;
using Pawl.Sqlite.Encrypted;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Builds in a folder, one SQLite file each: <c>{folder}/{buildId}.db</c>, with the guide's tables. Calls do their I/O on the
/// caller's thread: SQLite knows no other way.</summary>
public sealed partial class SqliteBuildStore : IOutboxStore, IDebtLedger
{
    private readonly string _folder;
    private readonly SqliteOptions _options;
    private readonly OpenFiles _files;
    private readonly Catalog _catalog;
    private bool _wasThere;

    private SqliteBuildStore(string folder, SqliteOptions options)
    {
        _folder = folder;
        _options = options;
        _files = new OpenFiles();
        _catalog = new Catalog(folder, options);
        _wasThere = Directory.Exists(folder);
    }

    /// <inheritdoc/>
    public string Location => _folder;

    /// <summary>A store in a folder, which is made with its first build when it doesn't exist. Opens no file yet.</summary>
    /// <exception cref="StoreException">The folder's files are encrypted and there is no key, or not the right one, or no SQLCipher on this machine; they
    /// are plain, and a key was given.</exception>
    public static SqliteBuildStore Open(string folder, SqliteOptions options)
    {
        if (options.Key is null)
            NativeSqlite.Initialize();
        else
            _ = CipherLibrary.Require(folder);
        if (Directory.Exists(folder))
            CipherFolder.Require(folder, options);
        return new SqliteBuildStore(folder, options);
    }

    /// <summary>Makes the folder of a store, if there is none.</summary>
    /// <exception cref="StoreException">It can't be made, or <see cref="Open"/> would refuse it.</exception>
    public static void MakeFolder(string folder, SqliteOptions options)
    {
        try
        {
            if (!Directory.Exists(folder))
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var found = FileKinds.Of(folder);
            var why = found == FileKind.Nothing ? e.Message : $"{found.ToText()} is there";
            throw new StoreException(StoreFault.Unreachable, $"the store folder {folder} can't be made ({why}); make it yourself, or choose another one with --store", e);
        }

        CipherFolder.Require(folder, options);
    }

    /// <inheritdoc/>
    public ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var stored = _files.Use(id, () => BuildFile.OpenExisting(PathOf(id), id, _options), file => file.Load());
        // Whoever closes it last folds its log: who waits for it is no reason for more than one file.
        if (stored?.State.Status is not null and not BuildStatus.Running)
            _files.CloseIdle(id);
        if (stored is null)
            _ = IsThere();
        return ValueTask.FromResult(stored ?? new StoredBuild(BuildState.None(id)));
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken) => Append(change, target: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(Change change, string target, CancellationToken cancellationToken) => Append(change, target, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildEvent> ReadHistoryAsync(
        BuildId id, BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var version = after; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var from = version;
            var page = _files.Use(id, () => BuildFile.OpenExisting(PathOf(id), id, _options), file => file.ReadEvents(from)) ?? [];
            foreach (var happened in page)
                yield return happened;
            if (page.Count < EventReader.PageSize)
                yield break;
            version = new BuildVersion(version.Value + page.Count);
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_files.Use(
            id, () => BuildFile.OpenExisting(PathOf(id), id, _options), file => file.RenewLease(token, until), fallback: false));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!IsThere())
            yield break;
        _catalog.Refresh(cancellationToken);
        foreach (var summary in _catalog.Query(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return summary;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildId> ListIdsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (id, _) in IsThere() ? FileStamp.All(_folder) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return id;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool erased;
        try
        {
            erased = _files.Use(id, () => BuildFile.OpenExisting(PathOf(id), id, _options), file => file.Erase(version), fallback: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFault.ReadOnly, $"build {id} is erased, but its empty file {PathOf(id)} can't be removed ({e.Message}); remove it yourself", e);
        }

        if (erased)
            _catalog.NoteChange(id);
        return ValueTask.FromResult(erased);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_files.Use(
            id, () => BuildFile.OpenExisting(PathOf(id), id, _options), file => file.FindDifferences()) ?? []);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutboxRow>> ReadOutboxAsync(BuildId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_files.Use(
            id, () => BuildFile.OpenExisting(PathOf(id), id, _options), file => file.ReadOutbox()) ?? []);
    }

    /// <inheritdoc/>
    public ValueTask WriteOutboxAsync(BuildId id, OutboxRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _files.Use(id, () => BuildFile.OpenExisting(PathOf(id), id, _options), file =>
        {
            file.WriteOutbox(row);
            return true;
        });
        _catalog.NoteChange(id);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildId> ListOwingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!IsThere())
            yield break;
        _catalog.Refresh(cancellationToken);
        foreach (var id in _catalog.Owing(BuildDebts.Mirrors))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return id;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IDisposable> LockAsync(BuildId id, CancellationToken cancellationToken) =>
        await FileLock.TakeAsync(Path.Combine(_folder, ".locks", $"{id}.lock"), _options.BusyTimeout, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _files.Dispose();
        _catalog.Dispose();
        return ValueTask.CompletedTask;
    }

    private ValueTask<AppendResult> Append(Change change, string? target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = change.Before.Id;
        if (!IsThere())
            MakeFolder(_folder, _options);
        var result = _files.Use(id, () => BuildFile.OpenOrCreate(PathOf(id), id, _options), file => file.Append(change, target), fallback: AppendResult.Conflict);
        if (result == AppendResult.Appended)
            _catalog.NoteChange(id);
        // Nobody works on it for now: the time for people to look at it, copy it, put it away. One file should be all there is.
        if (result == AppendResult.Appended && change.After.Status != BuildStatus.Running)
            _files.CloseIdle(id);
        return ValueTask.FromResult(result);
    }

    private string PathOf(BuildId id) => Path.Combine(_folder, $"{id}.db");

    // One that was there isn't made again, nor taken for empty: a share that went away holds its builds still.
    private bool IsThere()
    {
        if (Directory.Exists(_folder))
            return _wasThere = true;
        if (_wasThere)
            throw new StoreException(StoreFault.Unreachable, $"the store folder {_folder} is gone; mount it or put it back, and repeat");
        try
        {
            File.GetAttributes(_folder);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing is there, or nothing can be: looked for below.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFault.Denied, $"the store folder {_folder} can't be looked into ({e.Message}); mend the permissions of the folders above it, or choose another store with --store", e);
        }

        // Where a file is in the way that is said as to one who would write.
        for (var above = _folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (FileKinds.Of(above) is FileKind.Regular or FileKind.Special)
                MakeFolder(_folder, _options);
        }

        return false;
    }
}
