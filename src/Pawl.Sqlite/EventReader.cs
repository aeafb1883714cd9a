using System.Text.Json;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>Reads the <c>events</c> table.</summary>
internal static class EventReader
{
    /// <summary>Events a page.</summary>
    public const int PageSize = 500;

    /// <summary>The next <see cref="PageSize"/> events after a version, in order; fewer at the end.</summary>
    /// <exception cref="StoreException">An event is missing or can't be read.</exception>
    public static IReadOnlyList<BuildEvent> Read(SqliteConnection connection, BuildVersion after, string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, data FROM events WHERE version > @after ORDER BY version LIMIT @most";
        command.Parameters.AddWithValue("@after", after.Value);
        command.Parameters.AddWithValue("@most", PageSize);
        using var reader = command.ExecuteReader();
        var events = new List<BuildEvent>();
        for (var expected = after.Next; reader.Read(); expected = expected.Next)
        {
            if (reader.GetInt64(0) != expected.Value)
                throw Broken(file, expected, "is missing");
            events.Add(Parse(reader.GetString(1), expected, file));
        }

        return events;
    }

    /// <summary>The ids of the next <see cref="PageSize"/> events after a version, as their column has them.</summary>
    public static Dictionary<BuildVersion, string> ReadIds(SqliteConnection connection, BuildVersion after)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, event_id FROM events WHERE version > @after ORDER BY version LIMIT @most";
        command.Parameters.AddWithValue("@after", after.Value);
        command.Parameters.AddWithValue("@most", PageSize);
        using var reader = command.ExecuteReader();
        var ids = new Dictionary<BuildVersion, string>();
        while (reader.Read())
            ids[new BuildVersion(reader.GetInt64(0))] = reader.GetString(1);
        return ids;
    }

    /// <summary>The version of the last event; 0 without one.</summary>
    public static long LastVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT coalesce(max(version), 0) FROM events";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>True when the change's events stand exactly where it would append them: its answer was lost, not its content.</summary>
    public static bool HoldsAlready(SqliteConnection connection, Change change)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT event_id FROM events WHERE version > @before ORDER BY version LIMIT @count";
        command.Parameters.AddWithValue("@before", change.Before.Version.Value);
        command.Parameters.AddWithValue("@count", change.Events.Length);
        using var reader = command.ExecuteReader();
        return change.Events.All(happened => reader.Read() && reader.GetString(0) == happened.Id.ToString());
    }

    private static BuildEvent Parse(string json, BuildVersion version, string file)
    {
        try
        {
            return BuildJson.ReadEvent(json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Broken(file, version, "can't be read", e);
        }
    }

    private static StoreException Broken(string file, BuildVersion version, string what, Exception? cause = null) => new(
        StoreFault.Corrupt, $"event {version} in {file} {what}: the history was changed outside Pawl; restore a copy of the file", cause);
}
