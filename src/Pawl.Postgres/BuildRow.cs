using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>The row of <c>builds</c> as far as a build's state is read from it.</summary>
internal sealed record BuildRow(long Version, long EventVersion, string Snapshot, string Metadata, DateTimeOffset? LeaseUntil)
{
    public static SqlQuery Query(BuildId id, PostgresAddress at) => new SqlQuery($"""
        SELECT version, coalesce((SELECT max(e.version) FROM {at.SqlSchema}.events e WHERE e.build_id = b.build_id), 0),
               snapshot, coalesce(metadata, ''), lease_until
        FROM {at.SqlSchema}.builds b WHERE build_id = $1
        """).With(id.Value, NpgsqlDbType.Text);

    /// <summary>The row; null when there is no such build.</summary>
    public static async ValueTask<BuildRow?> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;
        DateTimeOffset? until = await rows.IsDBNullAsync(4, cancellationToken).ConfigureAwait(false) ? null : rows.GetFieldValue<DateTimeOffset>(4);
        return new BuildRow(rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), until);
    }

    /// <summary>The state that was recorded, with the lease's present end; null when the snapshot isn't that of the last event.</summary>
    public BuildState? Recorded()
    {
        if (Version != EventVersion)
            return null;
        try
        {
            var state = BuildJson.ReadSnapshot(Snapshot, BuildJson.ReadMetadata(Metadata));
            return state.Version.Value == Version ? WithLeaseEnd(state) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A state with the end of its lease as heartbeats moved it.</summary>
    public BuildState WithLeaseEnd(BuildState state) =>
        state.Lease is { } held && LeaseUntil is { } until ? state with { Lease = held with { Until = until } } : state;
}
