namespace Pawl.Postgres;

/// <summary>The functions that write the tables, with their owner's rights: who may call one may do what it does and nothing else, and each
/// is one round trip. Made again by each setup.</summary>
internal static class SchemaFunctions
{
    /// <summary>Makes them; nobody but their owner may call them yet.</summary>
    public static string Sql(PostgresAddress at)
    {
        var head = $"""
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = {at.SqlSchema}, pg_temp AS $$
            """;
        return $"""
            SET LOCAL search_path = {at.SqlSchema}, pg_temp;
            {RequireSchema(head)}
            {Append(head)}
            {RenewLease(head)}
            {Erase(head)}
            REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {at.SqlSchema} FROM PUBLIC;
            """;
    }

    // For the rest of the transaction: the guards let it write, and its answer means durable, also where the server's or the user's default
    // is another.
    private static string RequireSchema(string head) => $"""
        CREATE OR REPLACE FUNCTION begin_write(p_schema integer) RETURNS void {head}
        BEGIN
            IF p_schema IS DISTINCT FROM (SELECT version FROM store_schema) THEN
                RAISE EXCEPTION 'another schema version' USING ERRCODE = '{PostgresFaults.OtherSchema}';
            END IF;
            PERFORM set_config('pawl.writer', 'on', true);
            IF current_setting('synchronous_commit') = 'off' THEN
                PERFORM set_config('synchronous_commit', 'on', true);
            END IF;
        END $$;
        """;

    // Each statement sees what was committed before it: a writer that waited for another one finds that one's version and events. The end
    // of a lease stays where heartbeats moved it unless the change is about the lease.
    private static string Append(string head) => $"""
        CREATE OR REPLACE FUNCTION append_events(
            p_schema integer, p_build text, p_expected bigint,
            p_events uuid[], p_kinds text[], p_data text[],
            p_row_events integer[], p_row_states bigint[], p_row_times timestamptz[], p_row_statuses text[], p_row_errors text[],
            p_reset_metadata boolean, p_keys text[], p_values text[],
            p_current integer, p_provider text, p_type text, p_start timestamptz, p_update timestamptz, p_status text, p_metadata text,
            p_resume text, p_snapshot text, p_pipeline text, p_error text,
            p_set_lease boolean, p_lease_token bigint, p_lease_until timestamptz) RETURNS boolean {head}
        DECLARE
            after bigint := p_expected + cardinality(p_events);
        BEGIN
            PERFORM begin_write(p_schema);
            IF p_expected = 0 THEN
                INSERT INTO builds VALUES (
                    p_build, p_current, p_provider, p_type, p_start, p_update, p_status, p_metadata, p_resume,
                    after, p_snapshot, p_pipeline, p_error, p_lease_token, p_lease_until)
                ON CONFLICT DO NOTHING;
            ELSE
                UPDATE builds SET
                    current_state = p_current, cloud_provider = p_provider, image_type = p_type, start_time = p_start, last_update = p_update,
                    status = p_status, metadata = p_metadata, resume_token = p_resume, version = after, snapshot = p_snapshot,
                    pipeline = p_pipeline, error = p_error,
                    lease_token = CASE WHEN p_set_lease THEN p_lease_token ELSE lease_token END,
                    lease_until = CASE WHEN p_set_lease THEN p_lease_until ELSE lease_until END
                WHERE build_id = p_build AND version = p_expected;
            END IF;
            IF NOT FOUND THEN
                RETURN p_events IS NOT DISTINCT FROM (
                    SELECT array_agg(event_id ORDER BY version) FROM events WHERE build_id = p_build AND version > p_expected AND version <= after);
            END IF;
            INSERT INTO events
                SELECT p_build, p_expected + e.number, e.id, e.kind, e.data
                FROM unnest(p_events, p_kinds, p_data) WITH ORDINALITY AS e(id, kind, data, number);
            IF cardinality(p_row_events) > 0 THEN
                INSERT INTO state_history (build_id, state, timestamp, status, error_message, version)
                    SELECT p_build, r.state, r.at, r.status, r.error, p_expected + r.event
                    FROM unnest(p_row_events, p_row_states, p_row_times, p_row_statuses, p_row_errors)
                        WITH ORDINALITY AS r(event, state, at, status, error, number) ORDER BY r.number;
            END IF;
            IF p_reset_metadata THEN
                DELETE FROM state_metadata WHERE build_id = p_build;
            END IF;
            IF cardinality(p_keys) > 0 THEN
                INSERT INTO state_metadata SELECT p_build, m.key, m.value FROM unnest(p_keys, p_values) AS m(key, value)
                    ON CONFLICT (build_id, key) DO UPDATE SET value = excluded.value;
            END IF;
            RETURN true;
        END $$;
        """;

    private static string RenewLease(string head) => $"""
        CREATE OR REPLACE FUNCTION renew_lease(p_schema integer, p_build text, p_token bigint, p_until timestamptz) RETURNS boolean {head}
        BEGIN
            PERFORM begin_write(p_schema);
            UPDATE builds SET lease_until = p_until WHERE build_id = p_build AND lease_token = p_token;
            RETURN FOUND;
        END $$;
        """;

    private static string Erase(string head) => $"""
        CREATE OR REPLACE FUNCTION erase_build(p_schema integer, p_build text, p_version bigint) RETURNS boolean {head}
        DECLARE
            found_version bigint;
        BEGIN
            PERFORM begin_write(p_schema);
            SELECT version INTO found_version FROM builds WHERE build_id = p_build FOR UPDATE;
            IF found_version IS NULL THEN
                RETURN true;
            ELSIF found_version <> p_version THEN
                RETURN false;
            END IF;
            DELETE FROM state_metadata WHERE build_id = p_build;
            DELETE FROM state_history WHERE build_id = p_build;
            DELETE FROM events WHERE build_id = p_build;
            DELETE FROM builds WHERE build_id = p_build;
            RETURN true;
        END $$;
        """;
}
