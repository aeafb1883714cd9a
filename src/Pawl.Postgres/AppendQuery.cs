using System.Collections.Immutable;
using NpgsqlTypes;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>A change as one call of the function that appends it.</summary>
internal static class AppendQuery
{
    private const int Places = 28;

    private static readonly string Call = string.Join(", ", Enumerable.Range(1, Places).Select(place => $"${place}"));

    public static SqlQuery Of(Change change, PostgresAddress at)
    {
        var query = new SqlQuery($"SELECT {at.SqlSchema}.append_events({Call})")
            .With(PostgresSchema.Version, NpgsqlDbType.Integer)
            .With(change.After.Id.Value, NpgsqlDbType.Text)
            .With(change.Before.Version.Value, NpgsqlDbType.Bigint);
        AddEvents(query, change.Events);
        AddRows(query, change.Events);
        AddMetadata(query, change);
        AddBuild(query, change.After);
        AddLease(query, change);
        return query;
    }

    private static void AddEvents(SqlQuery query, ImmutableArray<BuildEvent> events) => query
        .With(events.Select(e => e.Id).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid)
        .With(events.Select(e => e.GetType().Name).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
        .With(events.Select(BuildJson.Write).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    private static void AddRows(SqlQuery query, ImmutableArray<BuildEvent> events)
    {
        var rows = events.SelectMany((e, index) => HistoryRows.Of(e).Select(row => (Event: index + 1, Row: row))).ToList();
        query
            .With(rows.Select(r => r.Event).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer)
            .With(rows.Select(r => r.Row.State).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint)
            .With(rows.Select(r => r.Row.Timestamp.UtcDateTime).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.TimestampTz)
            .With(rows.Select(r => SqlText.Of(r.Row.Status)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
            .With(rows.Select(r => SqlText.Of(r.Row.ErrorMessage)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
    }

    private static void AddMetadata(SqlQuery query, Change change)
    {
        var reset = change.Events.Any(e => e is BuildEvent.Restored);
        var keys = reset ? change.After.Metadata.Keys : change.Events.SelectMany(KeysOf);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
            values[SqlText.Of(key)] = SqlText.Of(change.After.Metadata[key]);
        query
            .With(reset, NpgsqlDbType.Boolean)
            .With(values.Keys.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
            .With(values.Values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
    }

    private static IEnumerable<string> KeysOf(BuildEvent happened) => happened switch
    {
        BuildEvent.MetadataSet set => [set.Key],
        BuildEvent.ForeignChangeAdopted adopted => adopted.Metadata.Keys,
        _ => [],
    };

    private static void AddBuild(SqlQuery query, BuildState state)
    {
        var summary = BuildSummary.Of(state);
        query
            .With(state.Current.Value, NpgsqlDbType.Integer)
            .With(state.Provider.Value, NpgsqlDbType.Text)
            .With(state.ImageType.Value, NpgsqlDbType.Text)
            .With(state.StartTime.UtcDateTime, NpgsqlDbType.TimestampTz)
            .With(state.LastUpdate.UtcDateTime, NpgsqlDbType.TimestampTz)
            .With(state.Status.ToText(), NpgsqlDbType.Text)
            .With(BuildJson.WriteMetadata(state.Metadata), NpgsqlDbType.Text)
            .With(SqlText.Of(state.ResumeToken), NpgsqlDbType.Text)
            .With(BuildJson.WriteSnapshot(state), NpgsqlDbType.Text)
            .With(SqlText.Of(summary.Pipeline), NpgsqlDbType.Text)
            .With(SqlText.Of(summary.Error), NpgsqlDbType.Text);
    }

    // A snapshot of a build that is being worked on must not move the lease's end back: only what gives or takes a lease sets it.
    private static void AddLease(SqlQuery query, Change change)
    {
        query.With(change.Events.Any(e => e is BuildEvent.Claimed or BuildEvent.Released or BuildEvent.Restored), NpgsqlDbType.Boolean);
        if (change.After.Lease is { } lease)
            query.With(lease.Token, NpgsqlDbType.Bigint).With(lease.Until.UtcDateTime, NpgsqlDbType.TimestampTz);
        else
            query.WithNull(NpgsqlDbType.Bigint).WithNull(NpgsqlDbType.TimestampTz);
    }
}
