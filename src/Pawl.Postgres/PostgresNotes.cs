using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Postgres;

/// <summary>Notes beside the builds of a database: rows of a table of their own. Setting a store up makes it; a store that was set up before there were
/// alerts needs that once more to have them.</summary>
public sealed class PostgresNotes : IObjectStore
{
    private readonly PostgresAddress _address;
    private readonly PostgresConnections _connections;

    private PostgresNotes(PostgresAddress address, TimeProvider time) => (_address, _connections) = (address, new PostgresConnections(address, time));

    /// <inheritdoc/>
    public string Location => _address.Location;

    /// <inheritdoc/>
    public long MostBytes => 16 * 1024 * 1024;

    /// <summary>The notes of a store. Nothing is asked yet.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static PostgresNotes Open(StoreUrl url, TimeProvider time) => new(PostgresAddress.Of(url), time);

    /// <summary>Makes the table where it isn't there.</summary>
    internal static string Sql(PostgresAddress at) =>
        $"CREATE TABLE IF NOT EXISTS {at.SqlSchema}.notes (key text COLLATE \"C\" PRIMARY KEY, content bytea NOT NULL, tag uuid NOT NULL)";

    /// <inheritdoc/>
    public ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken) => _connections.ReadAsync(
        Ask("SELECT content, tag FROM", "WHERE key = $1").With(key, NpgsqlDbType.Text), (rows, cancel) => ReadAsync(rows, mostBytes, cancel), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        var tag = Guid.NewGuid();
        var put = condition.Tag is { } expected
            ? Ask("UPDATE", "SET content = $2, tag = $3 WHERE key = $1 AND tag = $4 RETURNING true")
            : Ask("INSERT INTO", "VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true");
        put.With(key, NpgsqlDbType.Text).With(content.ToArray(), NpgsqlDbType.Bytea).With(tag, NpgsqlDbType.Uuid);
        if (condition.Tag is { } over)
            put.With(Guid.TryParse(over.Value, out var seen) ? seen : Guid.Empty, NpgsqlDbType.Uuid);
        var made = await _connections.UseAsync((connection, cancel) => put.ScalarAsync(connection, cancel), cancellationToken).ConfigureAwait(false);
        return made is true ? new ObjectTag(tag.ToString()) : null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = Ask("SELECT key FROM", "WHERE starts_with(key, $1) AND key > $2 ORDER BY key").With(prefix, NpgsqlDbType.Text).With(after, NpgsqlDbType.Text);
        foreach (var key in await _connections.ReadAsync(query, KeysAsync, cancellationToken).ConfigureAwait(false))
            yield return key;
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken) => await _connections.UseAsync(
        (connection, cancel) => Ask("DELETE FROM", "WHERE key = $1").With(key, NpgsqlDbType.Text).ScalarAsync(connection, cancel), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private static async ValueTask<StoredObject?> ReadAsync(NpgsqlDataReader rows, int mostBytes, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;
        var content = rows.GetFieldValue<byte[]>(0);
        return new StoredObject(content.AsMemory(0, Math.Min(content.Length, mostBytes)), new ObjectTag(rows.GetGuid(1).ToString()), content.Length <= mostBytes);
    }

    private static async ValueTask<List<string>> KeysAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            keys.Add(rows.GetString(0));
        return keys;
    }

    private SqlQuery Ask(string what, string rest) => new($"{what} {_address.SqlSchema}.notes {rest}");
}
