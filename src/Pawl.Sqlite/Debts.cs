using Microsoft.Data.Sqlite;
using Pawl.Builds;

namespace Pawl.Sqlite;

/// <summary>The table in a build's file of what must be done because of its changes. A file gets it with the first such change; programs that
/// don't know it aren't disturbed by it.</summary>
internal static class Debts
{
    private const string Table = "CREATE TABLE IF NOT EXISTS debts (id TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID";

    /// <summary>True when the file has the table.</summary>
    public static bool Exist(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'debts'";
        return (long)command.ExecuteScalar()! > 0;
    }

    /// <summary>Adds one, inside the caller's transaction; one that is there stays as it is.</summary>
    public static void Add(SqliteConnection connection, Debt debt)
    {
        Run(connection, Table);
        Run(connection, "INSERT OR IGNORE INTO debts (id, content) VALUES (@p0, @p1)", debt.Id, debt.Content);
    }

    /// <summary>Replaces one that is as it was seen.</summary>
    public static bool Replace(SqliteConnection connection, Debt seen, Debt next) => Exist(connection)
        && Run(connection, "UPDATE debts SET content = @p0 WHERE id = @p1 AND content = @p2", next.Content, seen.Id, seen.Content) == 1;

    public static void Remove(SqliteConnection connection, string id)
    {
        if (Exist(connection))
            Run(connection, "DELETE FROM debts WHERE id = @p0", id);
    }

    public static void Clear(SqliteConnection connection)
    {
        if (Exist(connection))
            Run(connection, "DELETE FROM debts");
    }

    public static IReadOnlyList<Debt> Read(SqliteConnection connection)
    {
        if (!Exist(connection))
            return [];
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, content FROM debts ORDER BY id";
        using var reader = command.ExecuteReader();
        var debts = new List<Debt>();
        while (reader.Read())
            debts.Add(new Debt(reader.GetString(0), reader.GetString(1)));
        return debts;
    }

    private static int Run(SqliteConnection connection, string sql, params ReadOnlySpan<string> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"@p{i}", values[i]);
        return command.ExecuteNonQuery();
    }
}
