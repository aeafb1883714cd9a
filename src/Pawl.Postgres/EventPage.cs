using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>A page of a build's history.</summary>
internal static class EventPage
{
    /// <summary>Events a page.</summary>
    public const int Size = 500;

    public static SqlQuery Query(BuildId id, BuildVersion after, PostgresAddress at) =>
        new SqlQuery($"SELECT version, data FROM {at.SqlSchema}.events WHERE build_id = $1 AND version > $2 ORDER BY version LIMIT $3")
            .With(id.Value, NpgsqlDbType.Text)
            .With(after.Value, NpgsqlDbType.Bigint)
            .With(Size, NpgsqlDbType.Integer);

    /// <summary>The events in order.</summary>
    /// <exception cref="StoreException">An event is missing or can't be read.</exception>
    public static async ValueTask<IReadOnlyList<BuildEvent>> ReadAsync(
        NpgsqlDataReader rows, BuildId id, BuildVersion after, PostgresAddress at, CancellationToken cancellationToken)
    {
        var events = new List<BuildEvent>();
        for (var expected = after.Next; await rows.ReadAsync(cancellationToken).ConfigureAwait(false); expected = expected.Next)
        {
            if (rows.GetInt64(0) != expected.Value)
                throw Broken(id, expected, "is missing", at);
            events.Add(Parse(rows.GetString(1), id, expected, at));
        }

        return events;
    }

    private static BuildEvent Parse(string json, BuildId id, BuildVersion version, PostgresAddress at)
    {
        try
        {
            return BuildJson.ReadEvent(json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Broken(id, version, "can't be read", at, e);
        }
    }

    private static StoreException Broken(BuildId id, BuildVersion version, string what, PostgresAddress at, Exception? cause = null) => new(
        StoreFault.Corrupt, $"event {version} of build {id} in {at.Location} {what}: the history was changed outside Pawl; restore a backup", cause);
}
