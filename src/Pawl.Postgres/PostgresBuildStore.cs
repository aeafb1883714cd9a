using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>Builds in a PostgreSQL database: the guide's tables, and <c>events</c>, which is the truth. Writes go through the functions of
/// the schema, one round trip each; after an append its build and version are told on the channel <c>{schema}_builds</c>.</summary>
public sealed class PostgresBuildStore : IAuditableStore
{
    private readonly PostgresAddress _address;
    private readonly PostgresConnections _connections;
    private readonly ChangeNotices _notices;

    private PostgresBuildStore(PostgresAddress address, TimeProvider time)
    {
        _address = address;
        _connections = new PostgresConnections(address, time);
        _notices = new ChangeNotices(NotifyAsync);
    }

    /// <inheritdoc/>
    public string Location => _address.Location;

    /// <summary>A store at an address. Connects when it is first used.</summary>
    internal static PostgresBuildStore Open(PostgresAddress address, StoreContext context) => new(address, context.Time);

    /// <inheritdoc/>
    public async ValueTask<StoredBuild> LoadAsync(BuildId id, CancellationToken cancellationToken)
    {
        var row = await _connections.ReadAsync(BuildRow.Query(id, _address), BuildRow.ReadAsync, cancellationToken).ConfigureAwait(false);
        if (row is null)
            return new StoredBuild(BuildState.None(id));
        return new StoredBuild(row.Recorded() ?? row.WithLeaseEnd(await RebuildAsync(id, cancellationToken).ConfigureAwait(false)));
    }

    /// <inheritdoc/>
    public async ValueTask<AppendResult> AppendAsync(Change change, CancellationToken cancellationToken)
    {
        var query = AppendQuery.Of(change, _address);
        if (!await CallAsync(query, cancellationToken).ConfigureAwait(false))
            return AppendResult.Conflict;
        _notices.Tell(change.After.Id, change.After.Version);
        return AppendResult.Appended;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildEvent> ReadHistoryAsync(
        BuildId id, BuildVersion after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var version = after; ;)
        {
            var page = await ReadPageAsync(id, version, cancellationToken).ConfigureAwait(false);
            foreach (var happened in page)
                yield return happened;
            if (page.Count < EventPage.Size)
                yield break;
            version = new BuildVersion(version.Value + page.Count);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RenewLeaseAsync(BuildId id, long token, DateTimeOffset until, CancellationToken cancellationToken) => CallAsync(
        new SqlQuery($"SELECT {_address.SqlSchema}.renew_lease($1, $2, $3, $4)")
            .With(PostgresSchema.Version, NpgsqlDbType.Integer)
            .With(id.Value, NpgsqlDbType.Text)
            .With(token, NpgsqlDbType.Bigint)
            .With(until.UtcDateTime, NpgsqlDbType.TimestampTz),
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<BuildSummary> ListAsync(BuildQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await _connections.AskAsync(ListQuery.Of(query, _address), cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            while (await NextAsync(answer.Rows, cancellationToken).ConfigureAwait(false))
                yield return ListQuery.Read(answer.Rows, _address);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(BuildId id, BuildVersion version, CancellationToken cancellationToken) => CallAsync(
        new SqlQuery($"SELECT {_address.SqlSchema}.erase_build($1, $2, $3)")
            .With(PostgresSchema.Version, NpgsqlDbType.Integer)
            .With(id.Value, NpgsqlDbType.Text)
            .With(version.Value, NpgsqlDbType.Bigint),
        cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<BuildId> ListIdsAsync(CancellationToken cancellationToken) => ListAsync(new BuildQuery(), cancellationToken).Select(build => build.Id);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FindDifferencesAsync(BuildId id, CancellationToken cancellationToken) => _connections.UseAsync(
        (connection, cancel) => new PostgresAudit(connection, _address, id).RunAsync(cancel), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _notices.DisposeAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<BuildState> RebuildAsync(BuildId id, CancellationToken cancellationToken)
    {
        var state = BuildState.None(id);
        await foreach (var happened in ReadHistoryAsync(id, BuildVersion.None, cancellationToken).ConfigureAwait(false))
            state = History.Apply(state, happened);
        return state;
    }

    private ValueTask<IReadOnlyList<BuildEvent>> ReadPageAsync(BuildId id, BuildVersion after, CancellationToken cancellationToken) => _connections.ReadAsync(
        EventPage.Query(id, after, _address), (rows, cancel) => EventPage.ReadAsync(rows, id, after, _address, cancel), cancellationToken);

    private ValueTask<bool> CallAsync(SqlQuery query, CancellationToken cancellationToken) => _connections.UseAsync(
        async (connection, cancel) => await query.ScalarAsync(connection, cancel).ConfigureAwait(false) is true, cancellationToken);

    // Nobody waits for the disk that keeps what is forgotten anyway.
    private Task NotifyAsync(string[] notices) => _connections.TryAsync(
        new SqlQuery("SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, notice) FROM unnest($2) AS n(notice)")
            .With(_address.Channel, NpgsqlDbType.Text)
            .With(notices, NpgsqlDbType.Array | NpgsqlDbType.Text));

    private async ValueTask<bool> NextAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        try
        {
            return await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw e.ToStoreException(_address);
        }
    }
}
