using Npgsql;
using Pawl.Postgres;
using Pawl.Servers;
using Pawl.Stores;

namespace Pawl.Bench.Stores.Postgres;

/// <summary>Builds in PostgreSQL.</summary>
internal static class PostgresContender
{
    private const string PlainSchema = "plain";
    private static readonly string[] Guarded = ["builds", "events", "state_history", "state_metadata"];

    public static async Task<Contender> StartAsync()
    {
        var server = await PostgresServer.StartAsync(CancellationToken.None);
        Environment.SetEnvironmentVariable("PGPASSWORD", server.Password);
        var kind = new PostgresKind();
        var (pawl, plain) = (Url(server, "pawl"), Url(server, PlainSchema));
        await kind.CreateAsync(pawl, Surroundings.Context, CancellationToken.None);
        await kind.CreateAsync(plain, Surroundings.Context, CancellationToken.None);
        var source = Source(plain);
        // Plain statements may write the tables that the store's own guards.
        foreach (var table in Guarded)
        {
            using var drop = source.CreateCommand($"DROP TRIGGER pawl_alone ON {PlainSchema}.{table}");
            await drop.ExecuteNonQueryAsync();
        }

        return new Contender(
            () => kind.Open(pawl, Surroundings.Context),
            [new InsertFloor(Source(pawl)), new RowsFloor(source, () => kind.Open(plain, Surroundings.Context), PlainSchema)],
            server);
    }

    private static StoreUrl Url(PostgresServer server, string schema) =>
        Surroundings.Url($"postgres://{PostgresServer.User}@127.0.0.1:{server.Port}/postgres?schema={schema}");

    private static NpgsqlDataSource Source(StoreUrl url) => PostgresConnections.Source(PostgresAddress.Of(url));
}
