using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Postgres;

/// <summary>Small objects in a table of their own, beside the builds: the keys of sealed ones, or notes such as the alerts that are owed. No query for
/// builds touches it.</summary>
public sealed class PostgresObjects : IObjectStore
{
    private const int Page = 1_000;

    private readonly PostgresAddress _address;
    private readonly PostgresConnections _connections;
    private readonly string _table;

    private PostgresObjects(PostgresAddress address, string table)
    {
        _address = address;
        _table = table;
        _connections = new PostgresConnections(address, TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Location => _address.Location;

    /// <inheritdoc/>
    public long MostBytes => 1 << 26;

    private string Table => $"{_address.SqlSchema}.{_table}";

    /// <summary>The keys of the store at a URL. Connects when it is first used.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static PostgresObjects OpenKeys(StoreUrl url) => new(PostgresAddress.Of(url), "key_objects");

    /// <summary>The notes of the store at a URL. Connects when it is first used.</summary>
    /// <exception cref="StoreUrlException">The URL isn't right.</exception>
    public static PostgresObjects OpenNotes(StoreUrl url) => new(PostgresAddress.Of(url), "notes");

    /// <inheritdoc/>
    public ValueTask<StoredObject?> GetAsync(string key, int mostBytes, CancellationToken cancellationToken) => _connections.ReadAsync(
        new SqlQuery($"SELECT tag, length(content), substr(content, 1, $2) FROM {Table} WHERE key = $1")
            .With(key, NpgsqlDbType.Text)
            .With(mostBytes, NpgsqlDbType.Integer),
        ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ObjectTag?> PutAsync(string key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken cancellationToken)
    {
        var tag = Guid.NewGuid();
        var query = condition.Tag is { } expected
            ? new SqlQuery($"UPDATE {Table} SET tag = $2, content = $3 WHERE key = $1 AND tag = $4 RETURNING true")
            : new SqlQuery($"INSERT INTO {Table} VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true");
        query.With(key, NpgsqlDbType.Text).With(tag, NpgsqlDbType.Uuid).With(content.ToArray(), NpgsqlDbType.Bytea);
        if (condition.Tag is not null)
            query.With(Guid.TryParse(condition.Tag.Value.Value, out var there) ? there : Guid.Empty, NpgsqlDbType.Uuid);
        return await CallAsync(query, cancellationToken).ConfigureAwait(false) ? new ObjectTag(tag.ToString()) : null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var last = after; ;)
        {
            var query = new SqlQuery($"SELECT key FROM {Table} WHERE starts_with(key, $1) AND key > $2 ORDER BY key LIMIT $3")
                .With(prefix, NpgsqlDbType.Text).With(last, NpgsqlDbType.Text).With(Page, NpgsqlDbType.Integer);
            var keys = await _connections.ReadAsync(query, ReadKeysAsync, cancellationToken).ConfigureAwait(false);
            foreach (var key in keys)
                yield return key;
            if (keys.Count < Page)
                yield break;
            last = keys[^1];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
        await CallAsync(new SqlQuery($"DELETE FROM {Table} WHERE key = $1 RETURNING true").With(key, NpgsqlDbType.Text), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private ValueTask<bool> CallAsync(SqlQuery query, CancellationToken cancellationToken) => _connections.UseAsync(
        async (connection, cancel) => await query.ScalarAsync(connection, cancel).ConfigureAwait(false) is true, cancellationToken);

    private static async ValueTask<StoredObject?> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;
        var content = rows.GetFieldValue<byte[]>(2);
        return new StoredObject(content, new ObjectTag(rows.GetGuid(0).ToString()), content.Length == rows.GetInt32(1));
    }

    private static async ValueTask<IReadOnlyList<string>> ReadKeysAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            keys.Add(rows.GetString(0));
        return keys;
    }
}
