namespace Pawl.Postgres;

/// <summary>Version 1 of the tables. <c>events</c> is the truth; the guide's three tables are projections of it, written in the same
/// transaction, for people and their queries.</summary>
internal static class SchemaTables
{
    /// <summary>Makes them, in a schema that exists.</summary>
    public static string Sql(string schema) => $"SET LOCAL search_path = {schema}, pg_temp; {Tables}{Indexes}{Guards}";

    // The guide's columns come first, then Pawl's. Pages of builds keep room for the next version of a row: a renewed lease stays in its page.
    private const string Tables = """
        CREATE TABLE builds (
            build_id text COLLATE "C" PRIMARY KEY,
            current_state integer NOT NULL,
            cloud_provider text NOT NULL,
            image_type text NOT NULL,
            start_time timestamptz NOT NULL,
            last_update timestamptz NOT NULL,
            status text NOT NULL CHECK (status IN ('running', 'completed', 'failed')),
            metadata text,
            resume_token text,
            version bigint NOT NULL,
            snapshot text NOT NULL,
            pipeline text NOT NULL,
            error text NOT NULL,
            lease_token bigint,
            lease_until timestamptz
        ) WITH (fillfactor = 70);
        CREATE TABLE events (
            build_id text COLLATE "C" NOT NULL REFERENCES builds (build_id),
            version bigint NOT NULL,
            event_id uuid NOT NULL,
            kind text NOT NULL,
            data text NOT NULL,
            PRIMARY KEY (build_id, version)
        );
        CREATE TABLE state_history (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            build_id text COLLATE "C" NOT NULL REFERENCES builds (build_id),
            state bigint NOT NULL,
            timestamp timestamptz NOT NULL,
            status text NOT NULL,
            error_message text,
            version bigint NOT NULL
        );
        CREATE TABLE state_metadata (
            build_id text COLLATE "C" NOT NULL REFERENCES builds (build_id),
            key text COLLATE "C" NOT NULL,
            value text,
            PRIMARY KEY (build_id, key)
        );
        CREATE TABLE store_schema (
            version integer NOT NULL
        );

        """;

    // The guide's three, and one for each question that a fleet is asked: every list is read in an index's order.
    private const string Indexes = """
        CREATE INDEX idx_state_history_build_id ON state_history (build_id, id);
        CREATE INDEX idx_state_history_timestamp ON state_history (timestamp);
        CREATE INDEX idx_builds_status ON builds (status, last_update DESC, build_id);
        CREATE INDEX idx_builds_last_update ON builds (last_update DESC, build_id);
        CREATE INDEX idx_builds_cloud_provider ON builds (cloud_provider, last_update DESC, build_id);
        CREATE INDEX idx_builds_image_type ON builds (image_type, last_update DESC, build_id);
        CREATE INDEX idx_builds_pipeline ON builds (pipeline, last_update DESC, build_id) WHERE pipeline <> '';

        """;

    // Against mistakes; rights are what keeps others out. The functions of the store set pawl.writer in their transaction.
    private static string Guards => $"""
        CREATE FUNCTION refuse_foreign_write() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'table % is written by Pawl alone', TG_TABLE_NAME USING
                ERRCODE = '{PostgresFaults.ForeignWrite}',
                HINT = 'Read it as you like. Change a build with pawl start, succeed, fail, retry, rollback or meta set.';
        END $$;
        REVOKE ALL ON FUNCTION refuse_foreign_write FROM PUBLIC;
        {string.Concat(((string[])["builds", "events", "state_history", "state_metadata"]).Select(Guard))}
        """;

    private static string Guard(string table) => $"""
        CREATE TRIGGER pawl_alone BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT
            WHEN (current_setting('pawl.writer', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_foreign_write();

        """;
}
