using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Finds what another program changed in a build's tables since Pawl's last event.</summary>
internal static class ForeignChanges
{
    /// <summary>The most history rows that one change takes over.</summary>
    public const int MostRows = 1_000;

    /// <summary>The change, or null when all is as Pawl left it.</summary>
    /// <exception cref="StoreException">What stands there is no state of a build.</exception>
    public static ForeignChange? Find(SqliteConnection connection, BuildRow row, BuildState recorded, string file)
    {
        var metadata = ReadMetadata(connection, recorded.Id)
            .Where(pair => recorded.Metadata.GetValueOrDefault(pair.Key) != pair.Value)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        if (metadata.IsEmpty && row.Versions.Agrees(recorded))
            return null;
        if (!StateCode.TryParse(row.Versions.CurrentState, out var current))
            throw Wrong(file, recorded, $"current_state {Shorten(row.Versions.CurrentState)}, which is not 0 to 100");
        if (!BuildStatusText.TryParse(row.Versions.Status, out var status))
            throw Wrong(file, recorded, $"status '{Shorten(row.Versions.Status)}', which is none of running, failed, completed");
        if (status == BuildStatus.Completed && current != StateCode.Final)
            status = BuildStatus.Running;
        return new ForeignChange(current, status, ReadRows(connection, recorded.Id, row.Versions.LastHistoryId), metadata);
    }

    /// <summary>The metadata table as it stands.</summary>
    public static ImmutableSortedDictionary<string, string> ReadMetadata(SqliteConnection connection, BuildId id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, value FROM state_metadata WHERE build_id = @id AND key IS NOT NULL";
        command.Parameters.AddWithValue("@id", id.Value);
        using var reader = command.ExecuteReader();
        var found = BuildState.EmptyMetadata.ToBuilder();
        while (reader.Read())
            found[reader.GetString(0)] = reader.IsDBNull(1) ? "" : reader.GetString(1);
        return found.ToImmutable();
    }

    /// <summary>History rows after a row id that no event accounts for; of very many, the last ones.</summary>
    public static ImmutableArray<ForeignRow> ReadRows(SqliteConnection connection, BuildId id, long after)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT state, timestamp, status, error_message FROM state_history
            WHERE build_id = @id AND id > @after AND version IS NULL ORDER BY id DESC LIMIT @most
            """;
        command.Parameters.AddWithValue("@id", id.Value);
        command.Parameters.AddWithValue("@after", after);
        command.Parameters.AddWithValue("@most", MostRows);
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<ForeignRow>();
        while (reader.Read())
        {
            _ = long.TryParse(reader.GetString(0), out var state);
            rows.Add(new ForeignRow(state, reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? "" : reader.GetString(3)));
        }

        rows.Reverse();
        return rows.ToImmutable();
    }

    private static StoreException Wrong(string file, BuildState recorded, string what) => new(
        StoreFault.Corrupt,
        $"another program left {what} in {file}; put it right there (`UPDATE builds SET current_state = {recorded.Current}, status = '{recorded.Status.ToText()}'` is what Pawl last recorded)");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
