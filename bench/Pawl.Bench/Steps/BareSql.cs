namespace Pawl.Bench.Steps;

/// <summary>The statements that the store executes.</summary>
internal static class BareSql
{
    public const string Create = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        BEGIN IMMEDIATE;
        CREATE TABLE builds (
            build_id TEXT PRIMARY KEY, current_state INTEGER NOT NULL, cloud_provider TEXT NOT NULL, image_type TEXT NOT NULL,
            start_time DATETIME NOT NULL, last_update DATETIME NOT NULL, status TEXT NOT NULL, metadata TEXT, resume_token TEXT,
            version INTEGER, snapshot TEXT, last_history_id INTEGER, lease_token INTEGER, lease_until DATETIME
        );
        CREATE TABLE state_history (
            id INTEGER PRIMARY KEY AUTOINCREMENT, build_id TEXT NOT NULL, state INTEGER NOT NULL, timestamp DATETIME NOT NULL,
            status TEXT NOT NULL, error_message TEXT, version INTEGER, FOREIGN KEY (build_id) REFERENCES builds(build_id)
        );
        CREATE TABLE state_metadata (
            build_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT, PRIMARY KEY (build_id, key),
            FOREIGN KEY (build_id) REFERENCES builds(build_id)
        );
        CREATE TABLE events (version INTEGER PRIMARY KEY, event_id TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL);
        CREATE INDEX idx_state_history_build_id ON state_history(build_id);
        CREATE INDEX idx_state_history_timestamp ON state_history(timestamp);
        CREATE INDEX idx_builds_status ON builds(status);
        COMMIT;
        """;

    public const string Begin = "BEGIN IMMEDIATE";

    public const string Select = """
        SELECT version, snapshot, current_state, status, metadata, last_history_id, lease_until,
               (SELECT max(version) FROM events), (SELECT max(id) FROM state_history)
        FROM builds WHERE build_id = @id
        """;

    public const string InsertEvent = "INSERT INTO events (version, event_id, kind, data) VALUES (@version, @event, @kind, @data)";

    public const string InsertRow = """
        INSERT INTO state_history (build_id, state, timestamp, status, error_message, version)
        VALUES (@id, @state, @time, @status, @error, @version)
        """;

    public const string UpsertBuild = """
        INSERT INTO builds (build_id, current_state, cloud_provider, image_type, start_time, last_update, status, metadata, resume_token,
                            version, snapshot, last_history_id, lease_token, lease_until)
        VALUES (@id, @current, @provider, @type, @start, @update, @status, @metadata, @resume, @version, @snapshot,
                (SELECT coalesce(max(id), 0) FROM state_history), @leaseToken, @leaseUntil)
        ON CONFLICT (build_id) DO UPDATE SET
            current_state = excluded.current_state, last_update = excluded.last_update, status = excluded.status,
            metadata = excluded.metadata, resume_token = excluded.resume_token, version = excluded.version, snapshot = excluded.snapshot,
            last_history_id = excluded.last_history_id,
            lease_token = CASE WHEN @leaseChanged THEN excluded.lease_token ELSE lease_token END,
            lease_until = CASE WHEN @leaseChanged THEN excluded.lease_until ELSE lease_until END
        """;

    public const string Commit = "COMMIT";
}
