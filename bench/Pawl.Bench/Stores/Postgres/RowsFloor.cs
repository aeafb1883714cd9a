using Npgsql;
using NpgsqlTypes;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Bench.Stores.Postgres;

/// <summary>The rows that a step writes, in tables like the store's and in one transaction and round trip, by plain statements.</summary>
/// <param name="source">Connections with the store's settings.</param>
/// <param name="open">A store that begins the builds, in the same tables.</param>
/// <param name="schema">Where the tables are.</param>
internal sealed class RowsFloor(NpgsqlDataSource source, Func<IBuildStore> open, string schema) : IFloor
{
    private IReadOnlyList<Change> _steps = [];

    public string Name => "the same rows by plain SQL in one transaction";

    public async ValueTask BeginAsync(string id)
    {
        var changes = SampleChanges.Of(id);
        var store = open();
        await using (store)
        {
            foreach (var change in changes.Beginning)
                await store.MakeAsync(change);
        }

        _steps = changes.Steps;
    }

    public async ValueTask WriteAsync(int step)
    {
        var change = _steps[step];
        using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Update(change));
        batch.BatchCommands.Add(Events(change));
        batch.BatchCommands.Add(Rows(change));
        await batch.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private NpgsqlBatchCommand Update(Change change)
    {
        var (id, after) = (change.After.Id.Value, change.After);
        return new NpgsqlBatchCommand($"""
            UPDATE {schema}.builds SET current_state = $3, last_update = $4, status = $5, version = $6, snapshot = $7
            WHERE build_id = $1 AND version = $2
            """)
        {
            Parameters =
            {
                Of(id, NpgsqlDbType.Text), Of(change.Before.Version.Value, NpgsqlDbType.Bigint), Of((int)after.Current.Value, NpgsqlDbType.Integer),
                Of(after.LastUpdate.UtcDateTime, NpgsqlDbType.TimestampTz), Of(after.Status.ToText(), NpgsqlDbType.Text),
                Of(after.Version.Value, NpgsqlDbType.Bigint), Of(BuildJson.WriteSnapshot(after), NpgsqlDbType.Text),
            },
        };
    }

    private NpgsqlBatchCommand Events(Change change) => new($"""
        INSERT INTO {schema}.events
            SELECT $1, $2 + e.number, e.id, e.kind, e.data FROM unnest($3, $4, $5) WITH ORDINALITY AS e(id, kind, data, number)
        """)
    {
        Parameters =
        {
            Of(change.After.Id.Value, NpgsqlDbType.Text), Of(change.Before.Version.Value, NpgsqlDbType.Bigint),
            Of(change.Events.Select(e => e.Id).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid),
            Of(change.Events.Select(e => e.GetType().Name).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
            Of(change.Events.Select(BuildJson.Write).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
        },
    };

    private NpgsqlBatchCommand Rows(Change change)
    {
        var rows = change.Events.SelectMany(HistoryRows.Of).ToArray();
        return new NpgsqlBatchCommand($"""
            INSERT INTO {schema}.state_history (build_id, state, timestamp, status, error_message, version)
                SELECT $1, r.state, r.at, r.status, '', $2 FROM unnest($3, $4, $5) AS r(state, at, status)
            """)
        {
            Parameters =
            {
                Of(change.After.Id.Value, NpgsqlDbType.Text), Of(change.After.Version.Value, NpgsqlDbType.Bigint),
                Of(rows.Select(r => r.State).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint),
                Of(rows.Select(r => r.Timestamp.UtcDateTime).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.TimestampTz),
                Of(rows.Select(r => r.Status).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text),
            },
        };
    }

    private static NpgsqlParameter<T> Of<T>(T value, NpgsqlDbType type) => new() { TypedValue = value, NpgsqlDbType = type };
}
