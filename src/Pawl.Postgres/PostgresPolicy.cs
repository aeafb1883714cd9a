using Pawl.Stores;

namespace Pawl.Postgres;

/// <summary>The least rights of each role as SQL. Roles are named after the schema: <c>pawl_worker</c>, <c>pawl_reader</c>,
/// <c>pawl_administrator</c>. They have no password yet.</summary>
internal static class PostgresPolicy
{
    public static string Of(PostgresAddress at, StoreRole role) => role switch
    {
        StoreRole.Worker => $"""
            -- Reads, and appends through the store's functions: can't erase, nor change or drop a table.
            -- Run after `pawl store create`, by whoever made the store.
            {CreateRole(at, "worker")}
            {Read(at, "worker")}
            GRANT EXECUTE ON FUNCTION {at.SqlSchema}.append_events, {at.SqlSchema}.renew_lease TO {Name(at, "worker")};
            -- Which alerts are owed.
            GRANT INSERT, UPDATE, DELETE ON {at.SqlSchema}.notes TO {Name(at, "worker")};
            -- The keys of sealed builds: adds, and can't change or destroy one.
            GRANT INSERT ON {at.SqlSchema}.key_objects TO {Name(at, "worker")};
            """,
        StoreRole.Reader => $"""
            -- Reads, and nothing else.
            -- Run after `pawl store create`, by whoever made the store.
            {CreateRole(at, "reader")}
            {Read(at, "reader")}
            """,
        StoreRole.Administrator => $"""
            -- Owns the schema: sets it up, migrates it, erases builds.
            -- Run by a superuser; then run `pawl store create` as {Name(at, "administrator")}.
            {CreateRole(at, "administrator")}
            GRANT CONNECT ON DATABASE {PostgresAddress.Quote(at.Database)} TO {Name(at, "administrator")};
            CREATE SCHEMA IF NOT EXISTS {at.SqlSchema} AUTHORIZATION {Name(at, "administrator")};
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
    };

    private static string CreateRole(PostgresAddress at, string role) => $"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{at.Schema}_{role}') THEN
                CREATE ROLE {Name(at, role)} LOGIN;
            END IF;
        END $$;
        """;

    private static string Read(PostgresAddress at, string role) => $"""
        GRANT CONNECT ON DATABASE {PostgresAddress.Quote(at.Database)} TO {Name(at, role)};
        GRANT USAGE ON SCHEMA {at.SqlSchema} TO {Name(at, role)};
        GRANT SELECT ON ALL TABLES IN SCHEMA {at.SqlSchema} TO {Name(at, role)};
        """;

    private static string Name(PostgresAddress at, string role) => PostgresAddress.Quote($"{at.Schema}_{role}");
}
