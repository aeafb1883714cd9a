using Microsoft.Data.Sqlite;
using Pawl.Builds;

namespace Pawl.Sqlite;

/// <summary>What an append compares: much less than <see cref="BuildRow"/>, so that it costs little.</summary>
internal sealed record RowVersions(string CurrentState, string Status, long LastHistoryId, long EventVersion, long MaxHistoryId)
{
    public const string Select = """
        SELECT current_state, status, coalesce(last_history_id, 0), (SELECT coalesce(max(version), 0) FROM events),
               (SELECT coalesce(max(id), 0) FROM state_history)
        FROM builds WHERE build_id = @id
        """;

    public static SqliteCommand Prepare(SqliteConnection connection, BuildId id)
    {
        var command = connection.CreateCommand();
        command.CommandText = Select;
        command.Parameters.AddWithValue("@id", id.Value);
        return command;
    }

    public static RowVersions? Read(SqliteCommand select)
    {
        using var reader = select.ExecuteReader();
        return reader.Read()
            ? new RowVersions(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4))
            : null;
    }

    /// <summary>True when nobody but Pawl has written since it recorded this state.</summary>
    public bool Agrees(BuildState recorded) =>
        MaxHistoryId <= LastHistoryId && CurrentState == recorded.Current.ToString() && Status == recorded.Status.ToText();
}
