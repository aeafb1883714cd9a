using Microsoft.Data.Sqlite;
using Pawl.Builds;

namespace Pawl.Sqlite;

/// <summary>What an append compares: much less than <see cref="BuildRow"/>, so that it costs little.</summary>
internal sealed record RowVersions(string CurrentState, string Status, long LastHistoryId, long EventVersion, long MaxHistoryId)
{
    /// <summary>How many columns <see cref="Columns"/> are.</summary>
    public const int ColumnCount = 5;

    /// <summary>Its columns of <c>builds</c>. The last two come from other tables: a row that doesn't agree with them isn't trusted.</summary>
    public const string Columns = """
        coalesce(current_state, ''), coalesce(status, ''), coalesce(last_history_id, 0),
        (SELECT coalesce(max(version), 0) FROM events), (SELECT coalesce(max(id), 0) FROM state_history)
        """;

    public const string Select = $"SELECT {Columns} FROM builds WHERE build_id = @id";

    public static RowVersions? Read(SqliteCommand select)
    {
        using var reader = select.ExecuteReader();
        return reader.Read() ? Of(reader) : null;
    }

    /// <summary>From a row that begins with <see cref="Columns"/>.</summary>
    public static RowVersions Of(SqliteDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));

    /// <summary>True when nobody but Pawl has written since it recorded this state.</summary>
    public bool Agrees(BuildState recorded) =>
        MaxHistoryId <= LastHistoryId && CurrentState == recorded.Current.ToString() && Status == recorded.Status.ToText();
}
