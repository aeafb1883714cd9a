using Npgsql;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>The connections of one store object: few, made when they are needed, made anew when they break.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    private const int MostConnections = 16, ConnectSeconds = 10, AnswerSeconds = 20;
    private const int Tries = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresAddress _address;
    private readonly TimeProvider _time;

    public PostgresConnections(PostgresAddress address, TimeProvider time)
    {
        _address = address;
        _time = time;
        _source = Source(address);
    }

    /// <summary>Does what can be done twice without harm, again after a passing trouble: a broken connection, a restart of the server.</summary>
    /// <exception cref="StoreException">It can't be done.</exception>
    public ValueTask<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> use, CancellationToken cancellationToken) => RepeatAsync(
        async () =>
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                return await use(connection, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Asks, and reads the answer whole.</summary>
    /// <exception cref="StoreException">It can't be had.</exception>
    public ValueTask<T> ReadAsync<T>(
        SqlQuery query, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) => RepeatAsync(
        async () =>
        {
            var answer = await StartAsync(query, cancellationToken).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
                return await read(answer.Rows, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Asks for an answer that is read bit by bit.</summary>
    /// <exception cref="StoreException">It can't be had.</exception>
    public ValueTask<OpenAnswer> AskAsync(SqlQuery query, CancellationToken cancellationToken) =>
        RepeatAsync(() => StartAsync(query, cancellationToken), cancellationToken);

    /// <summary>Does what nobody needs to be done, once; what goes wrong with it is no trouble.</summary>
    public async Task TryAsync(SqlQuery query)
    {
        try
        {
            var connection = await _source.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                await query.ScalarAsync(connection, CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // Waiters look for themselves from time to time.
        }
    }

    /// <summary>Connects; false when there is no such database.</summary>
    /// <exception cref="StoreException">The server doesn't let anyone find out.</exception>
    public ValueTask<bool> FindsDatabaseAsync(CancellationToken cancellationToken) => RepeatAsync(
        async () =>
        {
            try
            {
                var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>The error in a user's words; asks the server which schema it has when that may be the reason.</summary>
    public async ValueTask<StoreException> ExplainAsync(NpgsqlException e, CancellationToken cancellationToken)
    {
        if (e is not PostgresException refusal || !refusal.IsSchemaTrouble())
            return e.ToStoreException(_address);
        try
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await PostgresSchema.ReadVersionAsync(connection, _address, cancellationToken).ConfigureAwait(false) switch
                {
                    0 => PostgresFaults.NotSetUp(_address, e),
                    PostgresSchema.Version => e.ToStoreException(_address),
                    var other => PostgresFaults.OtherVersion(_address, other),
                };
            }
        }
        catch (NpgsqlException second)
        {
            return second.ToStoreException(_address);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Connections with a store's settings.</summary>
    internal static NpgsqlDataSource Source(PostgresAddress address)
    {
        var builder = new NpgsqlSlimDataSourceBuilder();
        var settings = builder.ConnectionStringBuilder;
        settings.Host = address.Host;
        settings.Port = address.Port;
        settings.Database = address.Database;
        settings.SslMode = address.Encryption;
        settings.GssEncryptionMode = GssEncryptionMode.Disable;
        settings.ApplicationName = "pawl";
        settings.MaxPoolSize = MostConnections;
        settings.Timeout = ConnectSeconds;
        settings.CommandTimeout = AnswerSeconds;
        settings.TcpKeepAlive = true;
        settings.Enlist = false;
        if (address.User.Length > 0)
            settings.Username = address.User;
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        // The types that Pawl uses are the same in every database: a program that makes one change doesn't ask for all others first.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    private async ValueTask<OpenAnswer> StartAsync(SqlQuery query, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await OpenAnswer.StartAsync(connection, query, _address, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<T> RepeatAsync<T>(Func<ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        for (var done = 0; ; done++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (NpgsqlException e) when (done < Tries - 1 && e.IsPassing())
            {
                await Task.Delay(Pause(done), _time, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException e)
            {
                throw await ExplainAsync(e, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static TimeSpan Pause(int before) => FirstPause * (1 << before) * (0.5 + Random.Shared.NextDouble());
}
