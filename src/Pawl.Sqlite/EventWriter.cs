using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Writes events and the tables that are their projection, inside the caller's transaction.</summary>
internal sealed class EventWriter : IDisposable
{
    public const string InsertEvent = "INSERT INTO events (version, event_id, kind, data) VALUES (@version, @event, @kind, @data)";

    public const string InsertRow =
        "INSERT INTO state_history (build_id, state, timestamp, status, error_message, version) VALUES (@id, @state, @time, @status, @error, @version)";

    /// <summary>Writes the row of a build.</summary>
    public const string Upsert = $"{Update}, status = @status\n{Otherwise}";

    /// <summary>The same where the status stays, as it mostly does: to set it is to write its index anew, a page more for the disk.</summary>
    public const string UpsertSameStatus = $"{Update}\n{Otherwise}";

    // A snapshot of a build that is being worked on must not move the lease's end back: only what gives or takes a lease sets it. Two statements,
    // since SQLCipher's SQLite may be older than ON CONFLICT DO UPDATE.
    private const string Update = """
        UPDATE builds SET
            start_time = @start, current_state = @current, last_update = @update, metadata = @metadata, resume_token = @resume,
            version = @version, snapshot = @snapshot, last_history_id = (SELECT coalesce(max(id), 0) FROM state_history),
            lease_token = CASE WHEN @leaseChanged THEN @leaseToken ELSE lease_token END,
            lease_until = CASE WHEN @leaseChanged THEN @leaseUntil ELSE lease_until END
        """;

    private const string Otherwise = """
        WHERE build_id = @id;
        INSERT INTO builds (build_id, current_state, cloud_provider, image_type, start_time, last_update, status, metadata, resume_token,
                            version, snapshot, last_history_id, lease_token, lease_until)
        SELECT @id, @current, @provider, @type, @start, @update, @status, @metadata, @resume, @version, @snapshot,
               (SELECT coalesce(max(id), 0) FROM state_history), @leaseToken, @leaseUntil
        WHERE NOT EXISTS (SELECT 1 FROM builds WHERE build_id = @id)
        """;

    private readonly BuildId _id;
    private readonly SqliteCommand _insertEvent;
    private readonly SqliteCommand _insertRow;
    private readonly SqliteCommand _markForeign;
    private readonly SqliteCommand _dropForeign;
    private readonly SqliteCommand _setMetadata;
    private readonly SqliteCommand _clearMetadata;
    private readonly SqliteCommand _upsert;
    private readonly SqliteCommand _upsertSameStatus;

    public EventWriter(SqliteConnection connection, BuildId id)
    {
        _id = id;
        _insertEvent = Prepare(connection, InsertEvent, "@version", "@event", "@kind", "@data");
        _insertRow = Prepare(connection, InsertRow, "@id", "@state", "@time", "@status", "@error", "@version");
        _markForeign = Prepare(connection, "UPDATE state_history SET version = @version WHERE build_id = @id AND version IS NULL", "@version", "@id");
        _dropForeign = Prepare(connection, """
            PRAGMA secure_delete = 1;
            DELETE FROM state_history WHERE id IN (SELECT id FROM state_history WHERE build_id = @id AND version IS NULL ORDER BY id DESC LIMIT @count);
            UPDATE state_history SET error_message = '' WHERE build_id = @id AND version IS NULL
            """, "@id", "@count");
        _setMetadata = Prepare(connection,
            "INSERT OR REPLACE INTO state_metadata (build_id, key, value) VALUES (@id, @key, @value)",
            "@id", "@key", "@value");
        _clearMetadata = Prepare(connection, "DELETE FROM state_metadata WHERE build_id = @id", "@id");
        _upsert = PrepareUpsert(connection, Upsert);
        _upsertSameStatus = PrepareUpsert(connection, UpsertSameStatus);
    }

    /// <summary>Writes a change's events and brings the tables up to the state after it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="status">The status that the build's row has now; empty when there is no row.</param>
    public void Write(Change change, string status)
    {
        var version = change.Before.Version;
        foreach (var happened in change.Events)
        {
            version = version.Next;
            Run(_insertEvent, version.Value, happened.Id.ToString(), Kind(happened), BuildJson.Write(happened));
            WriteRows(happened, version, change.After.Seal);
            WriteMetadata(happened);
        }

        WriteBuild(status == change.After.Status.ToText() ? _upsertSameStatus : _upsert, change.After, change.Events.Any(e => e is BuildEvent.Claimed or BuildEvent.Released or BuildEvent.Restored));
    }

    /// <summary>Takes over the events of a build that another program began: its rows are there already.</summary>
    public void WriteImport(ImmutableArray<BuildEvent> events, BuildState after)
    {
        var version = BuildVersion.None;
        foreach (var happened in events)
        {
            version = version.Next;
            Run(_insertEvent, version.Value, happened.Id.ToString(), Kind(happened), BuildJson.Write(happened));
        }

        Run(_markForeign, version.Value, _id.Value);
        WriteBuild(_upsert, after, leaseChanged: true);
    }

    public void Dispose()
    {
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_insertEvent, _insertRow, _markForeign, _dropForeign, _setMetadata, _clearMetadata, _upsert, _upsertSameStatus])
            command.Dispose();
    }

    private void WriteRows(BuildEvent happened, BuildVersion version, Seal seal)
    {
        if (happened is BuildEvent.ForeignChangeAdopted adopted)
        {
            if (!seal.IsNone)
                ReplaceForeign(adopted);
            Run(_markForeign, version.Value, _id.Value);
            return;
        }

        foreach (var row in HistoryRows.Of(happened))
            Run(_insertRow, _id.Value, row.State, UtcTime.FormatSql(row.Timestamp), row.Status, row.ErrorMessage, version.Value);
    }

    // What the other program wrote in the clear gives way to what its rows are sealed to; of very many rows the event holds the last ones.
    private void ReplaceForeign(BuildEvent.ForeignChangeAdopted adopted)
    {
        Run(_dropForeign, _id.Value, adopted.Rows.Length);
        foreach (var row in adopted.Rows)
            Run(_insertRow, _id.Value, row.State, row.Timestamp, row.Status, row.ErrorMessage, DBNull.Value);
        foreach (var (key, value) in adopted.Metadata)
            Run(_setMetadata, _id.Value, key, value);
    }

    private void WriteMetadata(BuildEvent happened)
    {
        if (happened is BuildEvent.MetadataSet set)
            Run(_setMetadata, _id.Value, set.Key, set.Value);
        if (happened is BuildEvent.Restored restored)
            ReplaceMetadata(restored.State.Metadata);
    }

    private void ReplaceMetadata(ImmutableSortedDictionary<string, string> metadata)
    {
        Run(_clearMetadata, _id.Value);
        foreach (var (key, value) in metadata)
            Run(_setMetadata, _id.Value, key, value);
    }

    private void WriteBuild(SqliteCommand upsert, BuildState state, bool leaseChanged) => Run(
        upsert, _id.Value, state.Current.Value, state.Provider.Value, state.ImageType.Value, UtcTime.FormatSql(state.StartTime),
        UtcTime.FormatSql(state.LastUpdate), state.Status.ToText(), BuildJson.WriteMetadata(state.Metadata), state.ResumeToken,
        state.Version.Value, BuildJson.WriteSnapshot(state), state.Lease?.Token ?? (object)DBNull.Value,
        state.Lease is { } lease ? UtcTime.FormatSql(lease.Until) : DBNull.Value, leaseChanged ? 1 : 0);

    private static string Kind(BuildEvent happened) => happened.GetType().Name;

    private static SqliteCommand PrepareUpsert(SqliteConnection connection, string sql) => Prepare(
        connection, sql, "@id", "@current", "@provider", "@type", "@start", "@update", "@status", "@metadata", "@resume",
        "@version", "@snapshot", "@leaseToken", "@leaseUntil", "@leaseChanged");

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
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
