using Npgsql;

namespace Pawl.Postgres;

/// <summary>A query's answer being read, with the connection that it comes from. The schema's version is asked for in the same round trip.</summary>
internal sealed class OpenAnswer : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;

    private OpenAnswer(NpgsqlConnection connection, NpgsqlBatch batch, NpgsqlDataReader rows) => (_connection, _batch, Rows) = (connection, batch, rows);

    /// <summary>The rows.</summary>
    public NpgsqlDataReader Rows { get; }

    /// <summary>Asks, and takes the connection over.</summary>
    /// <exception cref="Stores.StoreException">The schema is another version's.</exception>
    public static async ValueTask<OpenAnswer> StartAsync(
        NpgsqlConnection connection, SqlQuery query, PostgresAddress address, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        NpgsqlDataReader? rows = null;
        try
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresSchema.SelectVersion(address)));
            batch.BatchCommands.Add(query.ToCommand());
            rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var version = await rows.ReadAsync(cancellationToken).ConfigureAwait(false) ? rows.GetInt32(0) : 0;
            if (version != PostgresSchema.Version)
                throw PostgresFaults.OtherVersion(address, version);
            await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
            return new OpenAnswer(connection, batch, rows);
        }
        catch
        {
            if (rows is not null)
                await rows.DisposeAsync().ConfigureAwait(false);
            await batch.DisposeAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Rows.DisposeAsync().ConfigureAwait(false);
        await _batch.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }
}
