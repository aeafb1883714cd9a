using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>One build's open database file. Not safe for concurrent use: its owner lets one caller in at a time.</summary>
internal sealed class BuildFile : IDisposable
{
    private static readonly ConcurrentBag<BuildFile> LeftOpen = [];

    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly BuildId _id;
    private readonly SqliteOptions _options;
    private readonly SqliteCommand _selectRow;
    private readonly SqliteCommand _selectVersions;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly EventWriter _writer;
    private readonly FileIdentity? _identity;
    private bool _hasOutbox;
    private bool _hasTraces;

    private BuildFile(SqliteConnection connection, string path, BuildId id, SqliteOptions options, FileContent content)
    {
        _hasOutbox = content == FileContent.BuildWithOutbox;
        _connection = connection;
        _path = path;
        _id = id;
        _options = options;
        _identity = FileKinds.IdentityOf(path);
        _selectRow = RowCommand(BuildRow.Select);
        _selectVersions = RowCommand(RowVersions.Select);
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _writer = new EventWriter(connection, id);
    }

    /// <summary>Opens a file that holds a build; null when there is none.</summary>
    /// <exception cref="StoreException">It can't be used.</exception>
    public static BuildFile? OpenExisting(string path, BuildId id, SqliteOptions options) => IsThere(path)
        ? Open(
            path,
            options,
            () => BuildFileConnection.Open(path, options, create: false),
            (connection, content) => content == FileContent.Nothing ? null : Complete(connection, content, path, id, options))
        : null;

    /// <summary>Opens a file as it lies there, see <see cref="BuildFileConnection.OpenSettled"/>; null when it holds no build in the
    /// present schema.</summary>
    /// <exception cref="StoreException">It can't be used.</exception>
    public static BuildFile? OpenSettled(string path, BuildId id, SqliteOptions options) => IsThere(path)
        ? Open(
            path,
            options,
            () => BuildFileConnection.OpenSettled(path, options),
            (connection, content) => content is FileContent.Build or FileContent.BuildWithOutbox ? Complete(connection, content, path, id, options) : null)
        : null;

    /// <summary>Opens a file, a new one when there is none.</summary>
    /// <exception cref="StoreException">It can't be used.</exception>
    public static BuildFile OpenOrCreate(string path, BuildId id, SqliteOptions options) => Open(
        path,
        options,
        () =>
        {
            if (!IsThere(path))
                NewBuildFile.Place(path, options);
            return BuildFileConnection.Open(path, options, create: true);
        },
        (connection, content) => Complete(connection, content, path, id, options))!;

    /// <summary>True when the file was erased, or another one was put in its place, since it was opened.</summary>
    public bool IsGone => FileKinds.IdentityOf(_path) != _identity;

    public StoredBuild Load() => Guard(() =>
    {
        var row = BuildRow.Read(_selectRow);
        var recorded = row?.Recorded();
        if (row is null || recorded is null)
            return new StoredBuild(Rebuild());
        if (SealedState.HasClearMetadata(recorded))
            (recorded, _hasTraces) = (Rebuild(), true);
        if (recorded.Status != BuildStatus.Running)
            BuildFileConnection.FoldLogOnClose(_connection);
        var foreign = ForeignChanges.Find(_connection, row, recorded, _path);
        var lease = recorded.Lease is { } held && row.LeaseUntil is { } until ? held with { Until = until } : recorded.Lease;
        return new StoredBuild(recorded with { Lease = lease }, foreign);
    });

    /// <summary>Appends a change that is owed to a target, or to nobody.</summary>
    public AppendResult Append(Change change, string? target)
    {
        var result = Guard(() => InTransaction(() => AppendInside(change, target)));
        if (result == AppendResult.Appended && (_hasTraces || (!change.After.Seal.IsNone && change.Events.Any(happened => happened is BuildEvent.ForeignChangeAdopted))))
            WipeTraces();
        if (change.After.Status != BuildStatus.Running)
            BuildFileConnection.FoldLogOnClose(_connection);
        return result;
    }

    public bool RenewLease(long token, DateTimeOffset until) => Guard(() =>
    {
        using var command = Command("UPDATE builds SET lease_until = @until WHERE build_id = @id AND lease_token = @token");
        command.Parameters.AddWithValue("@until", UtcTime.FormatSql(until));
        command.Parameters.AddWithValue("@id", _id.Value);
        command.Parameters.AddWithValue("@token", token);
        return command.ExecuteNonQuery() == 1;
    });

    /// <summary>What the build owes to other stores.</summary>
    public IReadOnlyList<OutboxRow> ReadOutbox() => Guard(() =>
    {
        // Another process may have added it since.
        _hasOutbox = _hasOutbox || BuildFileSchema.Inspect(_connection, _path) == FileContent.BuildWithOutbox;
        return _hasOutbox ? Outbox.Read(_connection) : [];
    });

    /// <summary>Writes down how a target stands.</summary>
    public void WriteOutbox(OutboxRow row) => Guard(() => InTransaction(() =>
    {
        Outbox.Put(WithOutbox(), row);
        return AppendResult.Appended;
    }));

    /// <summary>What must be done because of the build's changes.</summary>
    public IReadOnlyList<Debt> ReadDebts() => Guard(() => Debts.Read(_connection));

    /// <summary>Changes the debts, if <paramref name="write"/> finds them as it needs them.</summary>
    public bool WriteDebts(Func<SqliteConnection, bool> write)
    {
        // Often the last that is written for a long time.
        BuildFileConnection.FoldLogOnClose(_connection);
        return Guard(() => InTransaction(() => write(_connection) ? AppendResult.Appended : AppendResult.Conflict)) == AppendResult.Appended;
    }

    /// <summary>Erases the build and removes its files, if it is still at this version.</summary>
    public bool Erase(BuildVersion version) => Guard(() =>
    {
        if (InTransaction(() => EraseInside(version)) == AppendResult.Conflict)
            return false;
        // Nothing of it may come back out of the log, whenever a crash comes.
        using (var fold = Command("PRAGMA wal_checkpoint(TRUNCATE)"))
            fold.ExecuteNonQuery();
        _ = InTransaction(RemoveIfEmpty);
        return true;
    });

    /// <summary>One page of events after a version.</summary>
    public IReadOnlyList<BuildEvent> ReadEvents(BuildVersion after) => Guard(() => EventReader.Read(_connection, after, _path));

    /// <summary>What in the file is not as its events say.</summary>
    public IReadOnlyList<string> FindDifferences() => Guard(() =>
    {
        // All of it as of one moment, while others go on writing.
        using var begin = Command("BEGIN");
        begin.ExecuteNonQuery();
        try
        {
            return new BuildAudit(_connection, _path, _id).Run(BuildRow.Read(_selectRow));
        }
        finally
        {
            RollBackIfOpen();
        }
    });

    public void Dispose()
    {
        // An older SQLite than Pawl's own removes the log on closing by its name, also when that is another file's by now. What stays open, nobody closes.
        if (!NativeSqlite.IsOwn && IsGone)
        {
            LeftOpen.Add(this);
            return;
        }

        _selectRow.Dispose();
        _selectVersions.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _writer.Dispose();
        _connection.Dispose();
    }

    private static bool IsThere(string path) => FileKinds.Of(path) switch
    {
        FileKind.Nothing => false,
        FileKind.Regular => true,
        var other => throw new StoreException(
            StoreFault.Corrupt, $"{path} is {other.ToText()} and no build's file; move it away, or choose another build id"),
    };

    private static BuildFile? Open(string path, SqliteOptions options, Func<SqliteConnection> connect, Func<SqliteConnection, FileContent, BuildFile?> use)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = connect();
            var file = use(connection, BuildFileSchema.Inspect(connection, path));
            if (file is not null)
                connection = null;
            return file;
        }
        catch (SqliteException e)
        {
            throw e.ToStoreException(path, options);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static BuildFile Complete(SqliteConnection connection, FileContent content, string path, BuildId id, SqliteOptions options)
    {
        if (content is FileContent.Nothing or FileContent.GuideTables)
            MakeTables(connection, path, id);
        return new BuildFile(connection, path, id, options, content);
    }

    // Another process may do the same at this moment: whoever comes second finds it done.
    private static void MakeTables(SqliteConnection connection, string path, BuildId id)
    {
        BuildFileConnection.UseWriteAheadLog(connection);
        using var transaction = connection.BeginTransaction(deferred: false);
        switch (BuildFileSchema.Inspect(connection, path))
        {
            case FileContent.Nothing:
                BuildFileSchema.Create(connection);
                break;
            case FileContent.GuideTables:
                BuildFileSchema.Extend(connection);
                GuideImport.Run(connection, path, id);
                break;
            case FileContent.Build:
            case FileContent.BuildWithOutbox:
                break;
        }

        transaction.Commit();
    }

    private AppendResult AppendInside(Change change, string? target)
    {
        var row = RowVersions.Read(_selectVersions);
        var version = row?.EventVersion ?? EventReader.LastVersion(_connection);
        if (version != change.Before.Version.Value)
            return EventReader.HoldsAlready(_connection, change) ? AppendResult.Appended : AppendResult.Conflict;
        if (version == 0 && IsGone)
            return AppendResult.Conflict;
        if (row is not null && !row.Agrees(change.Before) && HasForeignChange() && change.Events is not [BuildEvent.ForeignChangeAdopted, ..])
            return AppendResult.Conflict;
        _writer.Write(change, row?.Status ?? "");
        if (target is not null)
            Outbox.Add(WithOutbox(), target, change.After.Version);
        foreach (var debt in change.Debts)
            Debts.Add(_connection, debt);
        return AppendResult.Appended;
    }

    // Inside the caller's transaction, which may not come to its end: whether it is there is asked again.
    private SqliteConnection WithOutbox()
    {
        if (!_hasOutbox)
            BuildFileSchema.AddOutbox(_connection);
        return _connection;
    }

    private AppendResult EraseInside(BuildVersion version)
    {
        if (EventReader.LastVersion(_connection) != version.Value)
            return AppendResult.Conflict;
        using var erase = Command("DELETE FROM state_metadata; DELETE FROM state_history; DELETE FROM builds; DELETE FROM events");
        erase.ExecuteNonQuery();
        Debts.Clear(_connection);
        return AppendResult.Appended;
    }

    // The name goes while nobody can write, so that a new build of this id gets a new file: see IsGone.
    private AppendResult RemoveIfEmpty()
    {
        if (EventReader.LastVersion(_connection) == 0)
            OwnFile.RemoveDatabase(_path);
        return AppendResult.Conflict;
    }

    // What another program wrote in the clear gave way to what is sealed. Written anew, the file has nothing of it between its rows and in pages that
    // are free, and neither has the log.
    private void WipeTraces()
    {
        try
        {
            using var wipe = Command("PRAGMA temp_store = MEMORY; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
            wipe.ExecuteNonQuery();
            _hasTraces = false;
        }
        catch (SqliteException)
        {
            // Somebody reads it for long, or the disk is full: the change is made, and traces stay until the log is folded and written over.
        }
    }

    private bool HasForeignChange() =>
        BuildRow.Read(_selectRow) is { } row && row.Recorded() is { } recorded && !row.Versions.Agrees(recorded);

    private BuildState Rebuild()
    {
        var state = BuildState.None(_id);
        while (EventReader.Read(_connection, state.Version, _path) is { Count: > 0 } page)
            state = History.Apply(state, page);
        return state;
    }

    private AppendResult InTransaction(Func<AppendResult> write)
    {
        _begin.ExecuteNonQuery();
        try
        {
            var result = write();
            if (result == AppendResult.Appended)
                _commit.ExecuteNonQuery();
            return result;
        }
        finally
        {
            RollBackIfOpen();
        }
    }

    private void RollBackIfOpen()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) != 0)
            return;
        using var rollback = Command("ROLLBACK");
        rollback.ExecuteNonQuery();
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException e)
        {
            throw e.ToStoreException(_path, _options);
        }
    }

    private SqliteCommand RowCommand(string select)
    {
        var command = Command(select);
        command.Parameters.AddWithValue("@id", _id.Value);
        return command;
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
