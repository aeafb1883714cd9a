using Npgsql;
using NpgsqlTypes;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>A question about the fleet as SQL, answered in an index's order and from columns alone.</summary>
internal static class ListQuery
{
    private const string Columns = "build_id, cloud_provider, image_type, pipeline, current_state, status, start_time, last_update, error";

    public static SqlQuery Of(BuildQuery query, PostgresAddress at)
    {
        var sql = new SqlQuery($"SELECT {Columns} FROM {at.SqlSchema}.builds WHERE true");
        if (query.Status is { } status)
            sql.And(" AND status =", status.ToText(), NpgsqlDbType.Text);
        if (query.Provider is { } provider)
            sql.And(" AND cloud_provider =", provider.Value, NpgsqlDbType.Text);
        if (query.ImageType is { } type)
            sql.And(" AND image_type =", type.Value, NpgsqlDbType.Text);
        if (query.Pipeline is { } pipeline)
            sql.And(pipeline.Length > 0 ? " AND pipeline <> '' AND pipeline =" : " AND pipeline =", SqlText.Of(pipeline), NpgsqlDbType.Text);
        if (query.ChangedBefore is { } before)
            sql.And(" AND last_update <", before.UtcDateTime, NpgsqlDbType.TimestampTz);
        sql.And(" ORDER BY last_update DESC, build_id");
        return query.Limit == int.MaxValue ? sql : sql.And(" LIMIT", query.Limit, NpgsqlDbType.Integer);
    }

    /// <summary>The row that a reader stands at.</summary>
    /// <exception cref="StoreException">It is no build's.</exception>
    public static BuildSummary Read(NpgsqlDataReader row, PostgresAddress at) =>
        BuildId.TryParse(row.GetString(0), out var id)
        && Label.TryParse(row.GetString(1), out var provider)
        && Label.TryParse(row.GetString(2), out var type)
        && StateCode.TryFrom(row.GetInt32(4), out var current)
        && BuildStatusText.TryParse(row.GetString(5), out var status)
            ? new BuildSummary(
                id, provider, type, row.GetString(3), current, status,
                row.GetFieldValue<DateTimeOffset>(6), row.GetFieldValue<DateTimeOffset>(7), row.GetString(8))
            : throw new StoreException(
                StoreFault.Corrupt, $"the row of build {row.GetString(0)} in {at.Location} was changed outside Pawl; `pawl audit verify` tells what differs");
}
