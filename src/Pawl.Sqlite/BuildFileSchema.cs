using Microsoft.Data.Sqlite;

namespace Pawl.Sqlite;

/// <summary>What a build's file holds already.</summary>
internal enum FileContent
{
    /// <summary>Nothing: the build doesn't exist yet.</summary>
    Nothing,

    /// <summary>A build that owes nothing to other stores: schema 1.</summary>
    Build,

    /// <summary>A build with an outbox: schema 2.</summary>
    BuildWithOutbox,

    /// <summary>The guide's three tables as its own scripts make them, without Pawl's columns.</summary>
    GuideTables,
}

/// <summary>The tables of a build's file. <c>events</c> is the truth; the guide's three tables are projections of it, kept in the same
/// transaction, for people, the guide's SQL and other programs.</summary>
internal static class BuildFileSchema
{
    /// <summary>The newest schema that this version knows, in <c>user_version</c>.</summary>
    public const long Version = 2;

    // A file is no newer than it must be: what owes nothing to other stores has no use for an outbox.
    private const long WithoutOutbox = 1;

    private const long ApplicationId = 0x5061776C; // "Pawl"

    private const string Events = """
        CREATE TABLE events (
            version INTEGER PRIMARY KEY,
            event_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL
        );
        """;

    // The guide's columns come first, then Pawl's. A row that another program wrote is one whose version is NULL; last_history_id is the
    // highest history row that events account for.
    private const string Tables = """
        CREATE TABLE builds (
            build_id TEXT PRIMARY KEY,
            current_state INTEGER NOT NULL,
            cloud_provider TEXT NOT NULL,
            image_type TEXT NOT NULL,
            start_time DATETIME NOT NULL,
            last_update DATETIME NOT NULL,
            status TEXT NOT NULL,
            metadata TEXT,
            resume_token TEXT,
            version INTEGER,
            snapshot TEXT,
            last_history_id INTEGER,
            lease_token INTEGER,
            lease_until DATETIME
        );
        CREATE TABLE state_history (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            build_id TEXT NOT NULL,
            state INTEGER NOT NULL,
            timestamp DATETIME NOT NULL,
            status TEXT NOT NULL,
            error_message TEXT,
            version INTEGER,
            FOREIGN KEY (build_id) REFERENCES builds(build_id)
        );
        CREATE TABLE state_metadata (
            build_id TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT,
            PRIMARY KEY (build_id, key),
            FOREIGN KEY (build_id) REFERENCES builds(build_id)
        );
        """;

    // What the guide's own tables lack.
    private const string OurColumns = """
        ALTER TABLE builds ADD COLUMN version INTEGER;
        ALTER TABLE builds ADD COLUMN snapshot TEXT;
        ALTER TABLE builds ADD COLUMN last_history_id INTEGER;
        ALTER TABLE builds ADD COLUMN lease_token INTEGER;
        ALTER TABLE builds ADD COLUMN lease_until DATETIME;
        ALTER TABLE state_history ADD COLUMN version INTEGER;
        """;

    private const string OutboxTable = """
        CREATE TABLE IF NOT EXISTS outbox (
            target TEXT PRIMARY KEY,
            owed INTEGER NOT NULL,
            shipped INTEGER NOT NULL DEFAULT 0,
            last_append INTEGER NOT NULL DEFAULT 0,
            doubt INTEGER NOT NULL DEFAULT 0,
            tries INTEGER NOT NULL DEFAULT 0,
            due DATETIME NOT NULL DEFAULT '1970-01-01 00:00:00.000',
            error TEXT NOT NULL DEFAULT ''
        ) WITHOUT ROWID;
        """;

    private const string Indexes = """
        CREATE INDEX IF NOT EXISTS idx_state_history_build_id ON state_history(build_id);
        CREATE INDEX IF NOT EXISTS idx_state_history_timestamp ON state_history(timestamp);
        CREATE INDEX IF NOT EXISTS idx_builds_status ON builds(status);
        """;

    /// <summary>What is in the file.</summary>
    /// <exception cref="Stores.StoreException">Another program's database, or a newer Pawl's.</exception>
    public static FileContent Inspect(SqliteConnection connection, string file) =>
        (Number(connection, "PRAGMA application_id"), Number(connection, "PRAGMA user_version")) switch
        {
            (ApplicationId, WithoutOutbox) => FileContent.Build,
            (ApplicationId, Version) => FileContent.BuildWithOutbox,
            _ => InspectClosely(connection, file),
        };

    private static FileContent InspectClosely(SqliteConnection connection, string file)
    {
        var (application, version, guideTables, all) = Counts(connection);
        return (application, version, guideTables, all) switch
        {
            (ApplicationId, > Version, _, _) => throw SqliteFaults.TooNew(file, version),
            (0, 0, _, 0) => FileContent.Nothing,
            (0, 0, 3, _) => FileContent.GuideTables,
            (ApplicationId, _, _, _) => throw SqliteFaults.Damaged(file),
            _ => throw SqliteFaults.NotOurs(file),
        };
    }

    // As of one moment, inside a transaction and outside of one.
    private static (long Application, long Version, long GuideTables, long All) Counts(SqliteConnection connection)
    {
        Execute(connection, "SAVEPOINT inspection");
        try
        {
            return (
                Number(connection, "PRAGMA application_id"), Number(connection, "PRAGMA user_version"),
                Number(connection, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('builds', 'state_history', 'state_metadata')"),
                Number(connection, "SELECT count(*) FROM sqlite_master"));
        }
        finally
        {
            Execute(connection, "RELEASE inspection");
        }
    }

    /// <summary>Makes the tables, inside the caller's transaction.</summary>
    public static void Create(SqliteConnection connection) =>
        Execute(connection, $"{Tables}{Events}{Indexes}{Marks}");

    /// <summary>Adds Pawl's columns to the guide's tables, inside the caller's transaction.</summary>
    public static void Extend(SqliteConnection connection) =>
        Execute(connection, $"{OurColumns}{Events}{Indexes}{Marks}");

    /// <summary>Adds the outbox, inside the caller's transaction.</summary>
    public static void AddOutbox(SqliteConnection connection) => Execute(connection, $"{OutboxTable} PRAGMA user_version = {Version};");

    private static string Marks => $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {WithoutOutbox};";

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
