using System.Globalization;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Compares everything in a build's file that is no event with what the events fold to. For one call, inside the caller's transaction.</summary>
internal sealed class BuildAudit(SqliteConnection connection, string file, BuildId id)
{
    private const string SelectColumns = """
        SELECT current_state, status, last_update, cloud_provider, image_type, start_time, coalesce(resume_token, '') AS resume_token, metadata, snapshot,
               version, coalesce(lease_token, 0) AS lease_token, last_history_id
        FROM builds WHERE build_id = @id
        """;

    private readonly Differences _differences = new();

    /// <summary>What differs.</summary>
    public IReadOnlyList<string> Run(BuildRow? row)
    {
        CheckFile();
        var rows = new HistoryRowAudit(connection, id, _differences.Add);
        var state = Fold(rows);
        rows.Finish(row?.Versions.LastHistoryId ?? 0);
        foreach (var key in state.Metadata.Keys.Except(ForeignChanges.ReadMetadata(connection, id).Keys, StringComparer.Ordinal))
            _differences.Add($"state_metadata has no row for {key}");
        if (row is null)
            _differences.Add("the row of builds is missing");
        else
            CheckRow(state, ForeignChanges.Find(connection, row, state, file), rows.LastId);
        return _differences.Found;
    }

    private void CheckFile()
    {
        Each("PRAGMA integrity_check(10)", text =>
        {
            if (text != "ok")
                _differences.Add($"SQLite finds: {text}");
        });
        Each("SELECT event_id FROM events GROUP BY event_id HAVING count(*) > 1", same => _differences.Add($"the event {same} is there more than once"));
    }

    private BuildState Fold(HistoryRowAudit rows)
    {
        var state = BuildState.None(id);
        while (EventReader.Read(connection, state.Version, file) is { Count: > 0 } page)
        {
            var ids = EventReader.ReadIds(connection, state.Version);
            foreach (var happened in page)
            {
                if (ids.GetValueOrDefault(state.Version.Next) != happened.Id.ToString())
                    _differences.Add($"event {state.Version.Next} has another id in its column than in its data");
                state = History.Apply(state, happened);
                rows.Take(happened, state.Version);
            }
        }

        return state;
    }

    private void CheckRow(BuildState state, ForeignChange? foreign, long lastHistoryId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = SelectColumns;
        command.Parameters.AddWithValue("@id", id.Value);
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            return;
        // The columns that the guide's own SQL sets are taken over by the next change.
        if (foreign is null)
        {
            Compare(reader, 0, state.Current.ToString());
            Compare(reader, 1, state.Status.ToText());
            Compare(reader, 2, UtcTime.FormatSql(state.LastUpdate));
        }

        Compare(reader, 3, state.Provider.Value);
        Compare(reader, 4, state.ImageType.Value);
        Compare(reader, 5, UtcTime.FormatSql(state.StartTime));
        Compare(reader, 6, state.ResumeToken);
        Compare(reader, 7, BuildJson.WriteMetadata(state.Metadata));
        _differences.CompareSnapshot("builds.snapshot", Text(reader, 8), state);
        Compare(reader, 9, state.Version.ToString());
        Compare(reader, 10, (state.Lease?.Token ?? 0).ToString(CultureInfo.InvariantCulture));
        Compare(reader, 11, lastHistoryId.ToString(CultureInfo.InvariantCulture));
    }

    private void Compare(SqliteDataReader reader, int column, string expected) =>
        _differences.Compare($"builds.{reader.GetName(column)}", Text(reader, column), expected);

    private void Each(string sql, Action<string> found)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            found(reader.GetString(0));
    }

    private static string Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);
}
