using System.Text;
using Microsoft.Data.Sqlite;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Sqlite;

/// <summary>A row of the catalog.</summary>
internal sealed record CatalogRow(BuildSummary Summary, long Stamp);

/// <summary>To whom a build owes something.</summary>
[Flags]
internal enum BuildDebts
{
    /// <summary>To nobody.</summary>
    None = 0,

    /// <summary>To another store.</summary>
    Mirrors = 1,

    /// <summary>To people, who must be told.</summary>
    Alerts = 2,
}

/// <summary>The catalog's database. It is written without waiting for the disk, since it can be made anew.</summary>
internal sealed class CatalogFile : IDisposable
{
    private const long Version = 2;

    private const string InMemoryPath = ":memory:";

    private const string Schema = """
        CREATE TABLE builds (
            build_id TEXT PRIMARY KEY, provider TEXT NOT NULL, image_type TEXT NOT NULL, pipeline TEXT NOT NULL, current INTEGER NOT NULL,
            status TEXT NOT NULL, start_time TEXT NOT NULL, last_update TEXT NOT NULL, error TEXT NOT NULL, stamp INTEGER NOT NULL, owes INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX by_update ON builds(last_update);
        CREATE INDEX by_status ON builds(status, last_update);
        CREATE INDEX by_pipeline ON builds(pipeline, status, last_update);
        CREATE INDEX by_owing ON builds(build_id) WHERE owes > 0;
        CREATE TABLE sweep (at INTEGER NOT NULL);
        """;

    private readonly SqliteConnection _connection;

    private readonly SqliteCommand _put;

    private CatalogFile(SqliteConnection connection)
    {
        _connection = connection;
        _put = Command("INSERT OR REPLACE INTO builds VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10)", new object[11]);
    }

    /// <summary>Opens the catalog; one that can't be used is made anew, in memory where it can't be written.</summary>
    public static CatalogFile Open(string path, SqliteOptions options)
    {
        if (FileKinds.Of(path) is FileKind.Folder or FileKind.Special)
            return InMemory(options);
        OwnFile.CreateIfMissing(path);
        try
        {
            return OpenAt(path, options);
        }
        catch (SqliteException e)
        {
            if (!RemoveIfDamaged(path, e))
                return InMemory(options);
        }

        try
        {
            return OpenAt(path, options);
        }
        catch (SqliteException)
        {
            return InMemory(options);
        }
    }

    /// <summary>An empty catalog that is gone with this process.</summary>
    public static CatalogFile InMemory(SqliteOptions options) => OpenAt(InMemoryPath, options);

    /// <summary>Removes a catalog that nobody can use any more. One that is only full, locked or read-only stays.</summary>
    public static bool RemoveIfDamaged(string path, SqliteException trouble)
    {
        var damaged = trouble.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_ERROR;
        if (damaged)
            TryDelete(path);
        return damaged;
    }

    /// <summary>Makes several changes to the catalog at once.</summary>
    public void Update(Action change)
    {
        Run("BEGIN IMMEDIATE");
        try
        {
            change();
            Run("COMMIT");
        }
        finally
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                Run("ROLLBACK");
        }
    }

    /// <summary>True when there are at most so many builds; looks at no more than that.</summary>
    public bool HasAtMost(int count) => Scalar($"SELECT count(*) FROM (SELECT 1 FROM builds LIMIT {count + 1})") <= count;

    public TimeSpan SinceSweep()
    {
        var since = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - Scalar("SELECT coalesce(max(at), 0) FROM sweep");
        return since < 0 ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(since);
    }

    public void Swept() => Run("DELETE FROM sweep; INSERT INTO sweep VALUES (@p0)", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

    public Dictionary<BuildId, long> Stamps()
    {
        using var command = Command("SELECT build_id, stamp FROM builds");
        using var reader = command.ExecuteReader();
        var stamps = new Dictionary<BuildId, long>();
        while (reader.Read())
            stamps[BuildId.Parse(reader.GetString(0))] = reader.GetInt64(1);
        return stamps;
    }

    public void Put(BuildSummary build, FileStamp stamp, BuildDebts debts)
    {
        object[] values =
        [
            build.Id.Value, build.Provider.Value, build.ImageType.Value, build.Pipeline, build.Current.Value, build.Status.ToText(),
            UtcTime.FormatSql(build.StartTime), UtcTime.FormatSql(build.LastUpdate), build.Error, stamp.ToStore(), (int)debts,
        ];
        for (var i = 0; i < values.Length; i++)
            _put.Parameters[i].Value = values[i];
        _put.ExecuteNonQuery();
    }

    /// <summary>The builds that owe something to somebody.</summary>
    public IReadOnlyList<BuildId> Owing(BuildDebts debts)
    {
        using var command = Command("SELECT build_id FROM builds WHERE owes > 0 AND owes & @p0 > 0 ORDER BY build_id", (int)debts);
        using var reader = command.ExecuteReader();
        var ids = new List<BuildId>();
        while (reader.Read())
            ids.Add(BuildId.Parse(reader.GetString(0)));
        return ids;
    }

    public void Remove(BuildId id) => Run("DELETE FROM builds WHERE build_id = @p0", id.Value);

    public IReadOnlyList<CatalogRow> Query(BuildQuery query)
    {
        var sql = new StringBuilder("SELECT * FROM builds WHERE 1");
        var values = new List<object>();
        Where("status = ", query.Status?.ToText());
        Where("provider = ", query.Provider?.Value);
        Where("image_type = ", query.ImageType?.Value);
        Where("pipeline = ", query.Pipeline);
        Where("last_update < ", query.ChangedBefore is { } before ? UtcTime.FormatSql(before) : null);
        sql.Append(" ORDER BY last_update DESC LIMIT @p").Append(values.Count);
        values.Add(query.Limit);
        using var command = Command(sql.ToString(), [.. values]);
        using var reader = command.ExecuteReader();
        var rows = new List<CatalogRow>();
        while (reader.Read())
            rows.Add(Read(reader));
        return rows;

        void Where(string condition, string? value)
        {
            if (value is null)
                return;
            sql.Append(" AND ").Append(condition).Append("@p").Append(values.Count);
            values.Add(value);
        }
    }

    public void Dispose()
    {
        _put.Dispose();
        _connection.Dispose();
    }

    private static CatalogFile OpenAt(string path, SqliteOptions options)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Pooling = false, DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ConnectionString);
        var file = new CatalogFile(connection);
        try
        {
            connection.Open();
            if (path != InMemoryPath)
                connection.Unlock(options);
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)options.BusyTimeout.TotalMilliseconds);
            file.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
            file.Update(file.MakeSchema);
            return file;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static CatalogRow Read(SqliteDataReader r) => new(
        new BuildSummary(
            BuildId.Parse(r.GetString(0)), Label.Parse(r.GetString(1)), Label.Parse(r.GetString(2)), r.GetString(3), StateCode.From(r.GetInt32(4)),
            BuildStatusText.TryParse(r.GetString(5), out var status) ? status : default, Time(r.GetString(6)), Time(r.GetString(7)), r.GetString(8)),
        r.GetInt64(9));

    private static DateTimeOffset Time(string text) => UtcTime.TryParse(text, out var time) ? time : default;

    private static void TryDelete(string path)
    {
        try
        {
            OwnFile.RemoveDatabase(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, and a catalog in memory is used instead.
        }
    }

    private void MakeSchema()
    {
        if (Scalar("PRAGMA user_version") == Version)
            return;
        Run($"DROP TABLE IF EXISTS builds; DROP TABLE IF EXISTS sweep; {Schema} PRAGMA user_version = {Version}");
    }

    private long Scalar(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue($"@p{i}", values[i]);
        return command;
    }
}
