using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>The row of <c>builds</c> as it stands, and what it needs to be checked against: columns may have been changed by another
/// program since Pawl wrote the snapshot beside them.</summary>
internal sealed record BuildRow(
    long Version,
    string? Snapshot,
    string CurrentState,
    string Status,
    string Metadata,
    long LastHistoryId,
    DateTimeOffset? LeaseUntil,
    long EventVersion,
    long MaxHistoryId)
{
    // The last two columns come from other tables: a row that doesn't agree with them isn't trusted.
    private const string Select = """
        SELECT version, snapshot, current_state, status, metadata, last_history_id, lease_until,
               (SELECT max(version) FROM events), (SELECT max(id) FROM state_history)
        FROM builds WHERE build_id = @id
        """;

    public static SqliteCommand Prepare(SqliteConnection connection, BuildId id)
    {
        var command = connection.CreateCommand();
        command.CommandText = Select;
        command.Parameters.AddWithValue("@id", id.Value);
        return command;
    }

    public static BuildRow? Read(SqliteCommand select)
    {
        using var reader = select.ExecuteReader();
        if (!reader.Read())
            return null;
        return new BuildRow(
            Number(reader, 0),
            Text(reader, 1),
            Text(reader, 2) ?? "",
            Text(reader, 3) ?? "",
            Text(reader, 4) ?? "{}",
            Number(reader, 5),
            UtcTime.TryParse(Text(reader, 6), out var until) ? until : null,
            Number(reader, 7),
            Number(reader, 8));
    }

    /// <summary>The state that Pawl wrote, if the snapshot is whole and belongs to the last event.</summary>
    public BuildState? Recorded()
    {
        if (Snapshot is null || Version != EventVersion)
            return null;
        try
        {
            var state = BuildJson.ReadSnapshot(Snapshot, BuildJson.ReadMetadata(Metadata));
            return state.Version.Value == Version ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True when another program wrote history rows, or changed the state's columns.</summary>
    public bool DiffersFrom(BuildState recorded) =>
        MaxHistoryId > LastHistoryId || CurrentState != recorded.Current.ToString() || Status != recorded.Status.ToText();

    private static long Number(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) || !long.TryParse(reader.GetString(column), out var value) ? 0 : value;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
