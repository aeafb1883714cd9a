using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;

namespace Pawl.Conformance.Tampering;

/// <summary>Has SQL at the files.</summary>
internal sealed class SqliteForger : IForger
{
    private static readonly string[] Projections =
    [
        "UPDATE builds SET cloud_provider = 'azure'",
        "UPDATE builds SET start_time = '2025-01-01 00:00:00.000'",
        "UPDATE builds SET resume_token = 'elsewhere'",
        "UPDATE builds SET snapshot = replace(snapshot, '\"retryCount\":', '\"retryCount\":1')",
        "UPDATE builds SET snapshot = replace(snapshot, 'disk', 'none')",
        "UPDATE state_history SET error_message = 'all is well' WHERE id = (SELECT max(id) FROM state_history WHERE status = 'failed')",
        "DELETE FROM state_history WHERE id = (SELECT min(id) FROM state_history)",
        "UPDATE events SET event_id = lower(hex(randomblob(16))) WHERE version = 3",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-forged-").FullName;

    public IBuildStore Open() => SqliteBuildStore.Open(_folder, new SqliteOptions { Durability = SqliteDurability.Normal });

    public Task<List<string>> ReadAsync(BuildId id)
    {
        using var file = Connect(id);
        using var command = file.CreateCommand();
        command.CommandText = "SELECT data FROM events ORDER BY version";
        using var rows = command.ExecuteReader();
        var appends = new List<string>();
        while (rows.Read())
            appends.Add(rows.GetString(0));
        return Task.FromResult(appends);
    }

    public Task WriteAsync(BuildId id, IReadOnlyList<string> appends)
    {
        using var file = Connect(id);
        Run(file, "DELETE FROM events");
        for (var i = 0; i < appends.Count; i++)
        {
            using var insert = file.CreateCommand();
            insert.CommandText = "INSERT INTO events (version, event_id, kind, data) VALUES ($version, CASE WHEN json_valid($data) THEN coalesce(json_extract($data, '$.id'), '') ELSE '' END, '', $data)";
            insert.Parameters.AddWithValue("$version", i + 1);
            insert.Parameters.AddWithValue("$data", appends[i]);
            insert.ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    public Task<string> ChangeProjectionAsync(BuildId id, Random random)
    {
        using var file = Connect(id);
        var sql = Projections[random.Next(Projections.Length)];
        Run(file, sql);
        return Task.FromResult(sql);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private SqliteConnection Connect(BuildId id)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, $"{id}.db"), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
