using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Takes over a build that the guide's own shell functions began: its row and history become the first two events.</summary>
internal static class GuideImport
{
    /// <summary>Writes the events, inside the caller's transaction.</summary>
    /// <exception cref="StoreException">What stands there is no build.</exception>
    public static void Run(SqliteConnection connection, string file, BuildId id)
    {
        if (ReadRow(connection, id) is not { } found)
            return;
        if (!Label.TryParse(found.Provider, out var provider))
            throw Wrong(file, id, "cloud_provider", Label.Rule, "aws");
        if (!Label.TryParse(found.Type, out var type))
            throw Wrong(file, id, "image_type", Label.Rule, "rhel8-webserver");
        if (!StateCode.TryParse(found.Current, out var current))
            throw Wrong(file, id, "current_state", "a number from 0 to 100", "0");
        if (!BuildStatusText.TryParse(found.Status, out var status))
            throw Wrong(file, id, "status", "running, failed or completed", "running");

        var began = UtcTime.TryParse(found.Start, out var start) ? start : DateTimeOffset.UnixEpoch;
        var changed = UtcTime.TryParse(found.Update, out var update) ? update : began;
        var foreign = new ForeignChange(
            current, status, ForeignChanges.ReadRows(connection, id, after: 0), ForeignChanges.ReadMetadata(connection, id));
        var worker = new Worker("import");
        var created = Change.To(BuildState.None(id), new Occasion(began, worker)).Create(provider, type, StandardStates.Plan, PipelineReference.None);
        var adopted = Change.To(created.After, new Occasion(changed, worker)).Adopt(foreign);
        using var writer = new EventWriter(connection, id);
        writer.WriteImport([.. created.Events, .. adopted.Events], adopted.After);
    }

    private static StoreException Wrong(string file, BuildId id, string column, string rule, string example) => new(
        StoreFault.Corrupt,
        $"{file} was begun by another program, and its {column} is not {rule}; put it right there, as with `UPDATE builds SET {column} = '{example}' WHERE build_id = '{id}'`");

    private static GuideRow? ReadRow(SqliteConnection connection, BuildId id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT cloud_provider, image_type, current_state, status, start_time, last_update FROM builds WHERE build_id = @id
            """;
        command.Parameters.AddWithValue("@id", id.Value);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new GuideRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5))
            : null;
    }

    private sealed record GuideRow(string Provider, string Type, string Current, string Status, string Start, string Update);
}
