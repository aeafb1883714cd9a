using Npgsql;
using Pawl.Builds;
using Pawl.Conformance.Postgres;
using Pawl.Stores;

namespace Pawl.Conformance.Tampering;

/// <summary>Is a superuser of the database, and switches off what guards the tables.</summary>
internal sealed class PostgresForger(PostgresPlace place) : IForger
{
    private static readonly string[] Projections =
    [
        "UPDATE builds SET cloud_provider = 'azure' WHERE build_id = $1",
        "UPDATE builds SET status = 'completed' WHERE build_id = $1",
        "UPDATE builds SET error = 'all is well' WHERE build_id = $1",
        "UPDATE builds SET snapshot = replace(snapshot, 'disk', 'none') WHERE build_id = $1",
        "UPDATE state_history SET error_message = 'all is well' WHERE build_id = $1 AND status = 'failed'",
        "DELETE FROM state_history WHERE build_id = $1 AND status = 'started'",
        "UPDATE state_metadata SET value = 'another' WHERE build_id = $1",
        "INSERT INTO state_metadata (build_id, key, value) VALUES ($1, 'one', 'more')",
    ];

    public IBuildStore Open() => place.Open();

    public async Task<List<string>> ReadAsync(BuildId id)
    {
        await using var command = place.Admin.CreateCommand($"SELECT data FROM {place.Schema}.events WHERE build_id = $1 ORDER BY version");
        command.Parameters.AddWithValue(id.Value);
        await using var rows = await command.ExecuteReaderAsync();
        var appends = new List<string>();
        while (await rows.ReadAsync())
            appends.Add(rows.GetString(0));
        return appends;
    }

    public async Task WriteAsync(BuildId id, IReadOnlyList<string> appends)
    {
        await RunAsync("DELETE FROM events WHERE build_id = $1", id);
        for (var i = 0; i < appends.Count; i++)
            await RunAsync("INSERT INTO events (build_id, version, event_id, kind, data) VALUES ($1, $2, coalesce(substring($3 FROM '\"id\":\"([0-9a-f-]{36})\"')::uuid, gen_random_uuid()), '', $3)", id, i + 1L, appends[i]);
    }

    public async Task<string> ChangeProjectionAsync(BuildId id, Random random)
    {
        var sql = Projections[random.Next(Projections.Length)];
        await RunAsync(sql, id);
        return sql;
    }

    public ValueTask DisposeAsync() => place.DisposeAsync();

    private async Task RunAsync(string sql, BuildId id, params object[] values)
    {
        await using var connection = await place.Admin.OpenConnectionAsync();
        await using (var settings = new NpgsqlCommand($"SET search_path = {place.Schema}; SET pawl.writer = 'on'", connection))
            await settings.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(id.Value);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }
}
