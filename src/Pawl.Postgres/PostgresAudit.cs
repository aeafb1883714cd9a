using System.Data;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>Compares the tables that are projections of a build's events with what the events fold to, as of one moment. For one call.</summary>
internal sealed class PostgresAudit(NpgsqlConnection connection, PostgresAddress at, BuildId id)
{
    private readonly Differences _differences = new();
    private BuildState _state = BuildState.None(id);

    /// <summary>What differs.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await using (moment.ConfigureAwait(false))
        {
            while (await ReadPageAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
                await TakeAsync(page, cancellationToken).ConfigureAwait(false);
            await CheckStrayRowsAsync(cancellationToken).ConfigureAwait(false);
            await CheckEventsAsync(cancellationToken).ConfigureAwait(false);
            await CheckMetadataAsync(cancellationToken).ConfigureAwait(false);
            await CheckBuildAsync(cancellationToken).ConfigureAwait(false);
        }

        return _differences.Found;
    }

    private ValueTask<IReadOnlyList<BuildEvent>> ReadPageAsync(CancellationToken cancellationToken) => AskAsync(
        EventPage.Query(id, _state.Version, at), (rows, cancel) => EventPage.ReadAsync(rows, id, _state.Version, at, cancel), cancellationToken);

    private async ValueTask TakeAsync(IReadOnlyList<BuildEvent> page, CancellationToken cancellationToken)
    {
        var first = _state.Version.Next;
        var query = new SqlQuery($"SELECT version, state, timestamp, status, coalesce(error_message, '') FROM {at.SqlSchema}.state_history WHERE build_id = $1 AND version >= $2 AND version < $3 ORDER BY id")
            .With(id.Value, NpgsqlDbType.Text).With(first.Value, NpgsqlDbType.Bigint).With(first.Value + page.Count, NpgsqlDbType.Bigint);
        var rows = (await ListAsync(query, ReadRow, cancellationToken).ConfigureAwait(false)).ToLookup(row => row.Version, row => row.Row);
        foreach (var happened in page)
        {
            _state = History.Apply(_state, happened);
            var expected = HistoryRows.Of(happened).Select(row => row with { Status = SqlText.Of(row.Status), ErrorMessage = SqlText.Of(row.ErrorMessage) });
            if (!rows[_state.Version.Value].SequenceEqual(expected))
                _differences.Add($"event {_state.Version} says something else in state_history");
        }
    }

    private async ValueTask CheckStrayRowsAsync(CancellationToken cancellationToken)
    {
        var query = new SqlQuery($"SELECT id FROM {at.SqlSchema}.state_history WHERE build_id = $1 AND (version < 1 OR version > $2) ORDER BY id LIMIT $3")
            .With(id.Value, NpgsqlDbType.Text).With(_state.Version.Value, NpgsqlDbType.Bigint).With(AuditLimits.MostDifferences, NpgsqlDbType.Integer);
        foreach (var stray in await ListAsync(query, rows => rows.GetInt64(0), cancellationToken).ConfigureAwait(false))
            _differences.Add($"row {stray} of state_history belongs to no event");
    }

    private async ValueTask CheckEventsAsync(CancellationToken cancellationToken)
    {
        var query = new SqlQuery($"SELECT version FROM {at.SqlSchema}.events WHERE build_id = $1 AND event_id::text <> (data::json ->> 'id') ORDER BY version LIMIT $2")
            .With(id.Value, NpgsqlDbType.Text).With(AuditLimits.MostDifferences, NpgsqlDbType.Integer);
        foreach (var version in await ListAsync(query, rows => rows.GetInt64(0), cancellationToken).ConfigureAwait(false))
            _differences.Add($"event {version} has another id in its column than in its data");
    }

    private async ValueTask CheckMetadataAsync(CancellationToken cancellationToken)
    {
        var query = new SqlQuery($"SELECT key, coalesce(value, '') FROM {at.SqlSchema}.state_metadata WHERE build_id = $1").With(id.Value, NpgsqlDbType.Text);
        var found = (await ListAsync(query, rows => (Key: rows.GetString(0), Value: rows.GetString(1)), cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
        var expected = _state.Metadata.ToDictionary(pair => SqlText.Of(pair.Key), pair => SqlText.Of(pair.Value), StringComparer.Ordinal);
        foreach (var key in found.Keys.Union(expected.Keys).Where(key => found.GetValueOrDefault(key) != expected.GetValueOrDefault(key)))
            _differences.Add($"state_metadata says something else of {key}");
    }

    private async ValueTask CheckBuildAsync(CancellationToken cancellationToken)
    {
        var query = new SqlQuery($"""
            SELECT current_state, status, cloud_provider, image_type, start_time, last_update, coalesce(metadata, ''), coalesce(resume_token, ''),
                   version, snapshot, pipeline, error, coalesce(lease_token, 0)
            FROM {at.SqlSchema}.builds WHERE build_id = $1
            """).With(id.Value, NpgsqlDbType.Text);
        await AskAsync(
            query,
            async (rows, cancel) =>
            {
                if (await rows.ReadAsync(cancel).ConfigureAwait(false))
                    Compare(rows, BuildSummary.Of(_state));
                return 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private void Compare(NpgsqlDataReader row, BuildSummary summary)
    {
        _differences.Compare("builds.current_state", Number(row.GetInt32(0)), _state.Current.ToString());
        _differences.Compare("builds.status", row.GetString(1), _state.Status.ToText());
        _differences.Compare("builds.cloud_provider", row.GetString(2), _state.Provider.Value);
        _differences.Compare("builds.image_type", row.GetString(3), _state.ImageType.Value);
        _differences.Compare("builds.start_time", UtcTime.Format(row.GetFieldValue<DateTimeOffset>(4)), UtcTime.Format(_state.StartTime));
        _differences.Compare("builds.last_update", UtcTime.Format(row.GetFieldValue<DateTimeOffset>(5)), UtcTime.Format(_state.LastUpdate));
        _differences.Compare("builds.metadata", row.GetString(6), BuildJson.WriteMetadata(_state.Metadata));
        _differences.Compare("builds.resume_token", row.GetString(7), SqlText.Of(_state.ResumeToken));
        _differences.Compare("builds.version", Number(row.GetInt64(8)), _state.Version.ToString());
        _differences.CompareSnapshot("builds.snapshot", row.GetString(9), _state);
        _differences.Compare("builds.pipeline", row.GetString(10), SqlText.Of(summary.Pipeline));
        _differences.Compare("builds.error", row.GetString(11), SqlText.Of(summary.Error));
        _differences.Compare("builds.lease_token", Number(row.GetInt64(12)), Number(_state.Lease?.Token ?? 0));
    }

    private ValueTask<List<T>> ListAsync<T>(SqlQuery query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) => AskAsync(
        query,
        async (rows, cancel) =>
        {
            var list = new List<T>();
            while (await rows.ReadAsync(cancel).ConfigureAwait(false))
                list.Add(read(rows));
            return list;
        },
        cancellationToken);

    private async ValueTask<T> AskAsync<T>(SqlQuery query, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(query.ToCommand());
            var rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
                return await read(rows, cancellationToken).ConfigureAwait(false);
        }
    }

    private static (long Version, HistoryRow Row) ReadRow(NpgsqlDataReader row) => (
        row.GetInt64(0), new HistoryRow(row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.GetString(4)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
