using Microsoft.Data.Sqlite;
using Pawl.Sqlite;

namespace Pawl.Bench.Steps;

/// <summary>One build's file as the store lays it out, written with the statements that the store executes, prepared.</summary>
internal sealed class BareFile : IDisposable
{
    // In RowVersions.Select.
    private const int EventVersionColumn = 3;

    private readonly SqliteConnection _connection;
    private readonly string _id;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _select;
    private readonly SqliteCommand _event;
    private readonly SqliteCommand _row;
    private readonly SqliteCommand _build;
    private readonly SqliteCommand _buildSameStatus;
    private readonly SqliteCommand _commit;
    private string _status = "";

    private BareFile(SqliteConnection connection, string id)
    {
        _connection = connection;
        _id = id;
        _begin = Prepare("BEGIN IMMEDIATE");
        _select = Prepare(RowVersions.Select, "@id");
        _event = Prepare(EventWriter.InsertEvent, "@version", "@event", "@kind", "@data");
        _row = Prepare(EventWriter.InsertRow, "@id", "@state", "@time", "@status", "@error", "@version");
        _build = PrepareBuild(EventWriter.Upsert);
        _buildSameStatus = PrepareBuild(EventWriter.UpsertSameStatus);
        _commit = Prepare("COMMIT");
    }

    /// <summary>Makes the file, its tables, and the first append.</summary>
    public static BareFile Create(string path, string id, BareAppend first)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = false }.ConnectionString);
        connection.Open();
        using var prepare = connection.CreateCommand();
        prepare.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
        prepare.ExecuteNonQuery();
        using (var transaction = connection.BeginTransaction(deferred: false))
        {
            BuildFileSchema.Create(connection);
            transaction.Commit();
        }

        var file = new BareFile(connection, id);
        file.Append(first);
        return file;
    }

    /// <summary>One durable transaction: compare the version, write the events, their rows, and the build.</summary>
    public void Append(BareAppend append)
    {
        _begin.ExecuteNonQuery();
        RequireVersion(append.Build.Before);
        foreach (var e in append.Events)
        {
            Run(_event, e.Version, e.EventId, e.Kind, e.Data);
            foreach (var (state, time, status) in e.Rows)
                Run(_row, _id, state, time, status, "", e.Version);
        }

        var b = append.Build;
        Run(
            b.Status == _status ? _buildSameStatus : _build, _id, b.Current, b.Provider, b.ImageType, b.Start, b.Update, b.Status, "{}", "", b.Version, b.Snapshot, b.Token, b.Until,
            b.LeaseChanged);
        _commit.ExecuteNonQuery();
        _status = b.Status;
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_begin, _select, _event, _row, _build, _buildSameStatus, _commit])
            command.Dispose();
        _connection.Dispose();
    }

    private void RequireVersion(long expected)
    {
        _select.Parameters[0].Value = _id;
        using var reader = _select.ExecuteReader();
        var found = reader.Read() ? reader.GetInt64(EventVersionColumn) : 0;
        if (found != expected)
            throw new InvalidOperationException($"{_id} is at version {found}, not {expected}");
    }

    private SqliteCommand PrepareBuild(string sql) => Prepare(
        sql, "@id", "@current", "@provider", "@type", "@start", "@update", "@status", "@metadata", "@resume", "@version",
        "@snapshot", "@leaseToken", "@leaseUntil", "@leaseChanged");

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }
}
