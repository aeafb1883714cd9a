using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>The table in a build's file of what is owed to other stores. A file gets it with the first change that is owed to one.</summary>
internal static class Outbox
{
    // Two statements each, since SQLCipher's SQLite may be older than ON CONFLICT DO UPDATE. The caller's transaction makes them one.
    private const string Owe = """
        INSERT OR IGNORE INTO outbox (target, owed) VALUES (@target, @owed);
        UPDATE outbox SET owed = max(owed, @owed) WHERE target = @target
        """;

    // Several processes may ship the same: what one has reached, another doesn't take back.
    private const string Write = """
        INSERT OR IGNORE INTO outbox (target, owed) VALUES (@target, @owed);
        UPDATE outbox SET
            owed = max(owed, @owed), doubt = @doubt, tries = @tries, due = @due, error = @error,
            last_append = CASE WHEN @shipped >= shipped THEN @append ELSE last_append END,
            shipped = max(shipped, @shipped)
        WHERE target = @target
        """;

    /// <summary>Writes down that a target must get this version.</summary>
    public static void Add(SqliteConnection connection, string target, BuildVersion owed) =>
        Execute(connection, Owe, ("@target", target), ("@owed", owed.Value));

    public static void Put(SqliteConnection connection, OutboxRow row) => Execute(
        connection, Write, ("@target", row.Target), ("@owed", row.Owed.Value), ("@shipped", row.Shipped.Value), ("@append", row.LastAppend.Value),
        ("@doubt", row.Doubt.Value), ("@tries", row.Tries), ("@due", UtcTime.FormatSql(row.Due)), ("@error", row.Error));

    public static IReadOnlyList<OutboxRow> Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT target, owed, shipped, last_append, doubt, tries, due, error FROM outbox ORDER BY target";
        using var reader = command.ExecuteReader();
        var rows = new List<OutboxRow>();
        while (reader.Read())
        {
            var due = UtcTime.TryParse(reader.GetString(6), out var time) ? time : DateTimeOffset.UnixEpoch;
            rows.Add(new OutboxRow(
                reader.GetString(0), new BuildVersion(reader.GetInt64(1)), new BuildVersion(reader.GetInt64(2)), new BuildVersion(reader.GetInt64(3)),
                new BuildVersion(reader.GetInt64(4)), reader.GetInt32(5), due, reader.GetString(7)));
        }

        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
