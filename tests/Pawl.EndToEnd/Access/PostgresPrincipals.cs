using Npgsql;
using Pawl.Servers;

namespace Pawl.EndToEnd.Access;

/// <summary>Roles of a PostgreSQL server.</summary>
internal sealed class PostgresPrincipals(PostgresServer server) : Principals
{
    private readonly string _schema = $"t{Guid.NewGuid():N}"[..16];

    public override string StoreOf(string role) => $"postgres://{UserOf(role)}@127.0.0.1:{server.Port}/postgres?schema={_schema}";

    public static async Task<Principals> StartAsync()
    {
        Assert.SkipWhen(PostgresServer.Availability is not null, PostgresServer.Availability ?? "");
        return new PostgresPrincipals(await TestServers.PostgresAsync());
    }

    // Whoever made the store gives the rights: the administrator for the others.
    public override async Task GrantAsync(string role, string policy)
    {
        await RunAsync("maker", $"{policy}\n; ALTER ROLE {UserOf(role)} PASSWORD '{server.Password}'");
    }

    public override void Become(string role, Dictionary<string, string> variables) => variables["PGPASSWORD"] = server.Password;

    public override bool IsRefusal(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege };

    public override IEnumerable<(string What, Func<Task> Try)> Forbidden() =>
        ((string[])
        [
            "UPDATE {0}.events SET data = '{{}}'", "DELETE FROM {0}.events", "INSERT INTO {0}.events VALUES ('web-1', 99, gen_random_uuid(), 'started', '{{}}')", "TRUNCATE {0}.events",
            "DROP TABLE {0}.events", "UPDATE {0}.builds SET version = 0", "DELETE FROM {0}.builds", "DELETE FROM {0}.state_history", "UPDATE {0}.state_metadata SET value = ''",
            "UPDATE {0}.key_objects SET content = ''", "DELETE FROM {0}.key_objects", "UPDATE {0}.store_schema SET version = 9", "ALTER TABLE {0}.events DISABLE TRIGGER ALL",
            "CREATE TABLE {0}.mine (x int)", "DROP SCHEMA {0} CASCADE", "SELECT {0}.erase_build(1, 'web-1', 1)", "CREATE SCHEMA other", "SELECT * FROM pg_authid", "CREATE ROLE mine",
            "SET ROLE {0}_administrator", "CREATE OR REPLACE FUNCTION {0}.append_events() RETURNS void LANGUAGE sql AS ''",
        ]).Select(sql => (sql, (Func<Task>)(() => RunAsync("worker", string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, _schema)))));

    private string UserOf(string role) => role == "maker" ? PostgresServer.User : $"{_schema}_{role}";

    private async Task RunAsync(string role, string sql)
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={server.Port};Database=postgres;Username={UserOf(role)};Password={server.Password};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
