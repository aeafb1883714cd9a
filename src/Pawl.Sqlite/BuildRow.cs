using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>The row of <c>builds</c> as it stands, and what it needs to be checked against: columns may have been changed by another
/// program since Pawl wrote the snapshot beside them.</summary>
internal sealed record BuildRow(RowVersions Versions, long Version, string? Snapshot, string Metadata, DateTimeOffset? LeaseUntil)
{
    public const string Select = $"SELECT {RowVersions.Columns}, version, snapshot, metadata, lease_until FROM builds WHERE build_id = @id";

    public static BuildRow? Read(SqliteCommand select)
    {
        using var reader = select.ExecuteReader();
        if (!reader.Read())
            return null;
        const int first = RowVersions.ColumnCount;
        return new BuildRow(
            RowVersions.Of(reader),
            Number(reader, first),
            Text(reader, first + 1),
            Text(reader, first + 2) ?? "{}",
            UtcTime.TryParse(Text(reader, first + 3), out var until) ? until : null);
    }

    /// <summary>The state that Pawl wrote, if the snapshot is whole and belongs to the last event.</summary>
    public BuildState? Recorded()
    {
        if (Snapshot is null || Version != Versions.EventVersion)
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

    private static long Number(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) || !long.TryParse(reader.GetString(column), out var value) ? 0 : value;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
