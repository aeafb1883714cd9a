using Npgsql;

namespace Pawl.Postgres;

/// <summary>Which schema a store has. Each version is made by one migration, from the one before it.</summary>
internal static class PostgresSchema
{
    /// <summary>The schema that this version reads and writes.</summary>
    public const int Version = 2;

    /// <summary>What brings a store from the version before to each version, the first from nothing.</summary>
    public static string Migration(int to, PostgresAddress at) => to switch
    {
        1 => SchemaTables.Sql(at.SqlSchema),
        2 => $"{Objects("key_objects", at)}; {Objects("notes", at)}",
        _ => throw new ArgumentOutOfRangeException(nameof(to), to, "no such schema version"),
    };

    /// <summary>Asks for the version of a store that is set up.</summary>
    public static string SelectVersion(PostgresAddress at) => $"SELECT version FROM {at.SqlSchema}.store_schema";

    /// <summary>The version of a store; 0 when it isn't set up.</summary>
    public static async ValueTask<int> ReadVersionAsync(NpgsqlConnection connection, PostgresAddress at, CancellationToken cancellationToken)
    {
        var find = new NpgsqlCommand($"SELECT to_regclass($1) IS NOT NULL", connection);
        await using (find.ConfigureAwait(false))
        {
            find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{at.SqlSchema}.store_schema" });
            if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
                return 0;
        }

        var read = new NpgsqlCommand(SelectVersion(at), connection);
        await using (read.ConfigureAwait(false))
            return await read.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is int version ? version : 0;
    }

    private static string Objects(string table, PostgresAddress at) =>
        $"CREATE TABLE {at.SqlSchema}.{table} (key text COLLATE \"C\" PRIMARY KEY, tag uuid NOT NULL, content bytea NOT NULL)";
}
