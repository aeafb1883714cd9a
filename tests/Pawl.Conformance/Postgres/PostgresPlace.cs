using Npgsql;
using Pawl.Postgres;
using Pawl.Servers;
using Pawl.Stores;

namespace Pawl.Conformance.Postgres;

/// <summary>A schema of its own on the shared server, dropped in the end, and connections to it beside the store's.</summary>
internal sealed class PostgresPlace : IAsyncDisposable
{
    private const string Database = "postgres";

    private static readonly PostgresKind Kind = new();
    private static readonly SemaphoreSlim OneGrant = new(1);
    private static int _last;

    private readonly PostgresServer _server;

    private PostgresPlace(PostgresServer server)
    {
        _server = server;
        Schema = $"t{Interlocked.Increment(ref _last)}";
        Admin = NpgsqlDataSource.Create(server.ConnectionString(Database));
    }

    public string Schema { get; }

    public int Port => _server.Port;

    /// <summary>A superuser's connections.</summary>
    public NpgsqlDataSource Admin { get; }

    /// <summary>What the store said that stops nothing.</summary>
    public List<string> Warnings { get; } = [];

    public StoreContext Context => new(TimeProvider.System, Warnings.Add);

    /// <summary>A schema with nothing in it, not even itself.</summary>
    public static async ValueTask<PostgresPlace> EmptyAsync()
    {
        var server = await TestServers.PostgresAsync();
        // As a user gives it: all roles of these tests have the same password, which exists as long as the server.
        Environment.SetEnvironmentVariable("PGPASSWORD", server.Password);
        return new PostgresPlace(server);
    }

    /// <summary>A schema that is set up.</summary>
    public static async ValueTask<PostgresPlace> CreatedAsync()
    {
        var place = await EmptyAsync();
        await place.CreateAsync();
        return place;
    }

    public StoreUrl Url(string? user = null, string database = Database, int? port = null, string settings = "") =>
        StoreUrl.TryParse($"postgres://{user ?? PostgresServer.User}@127.0.0.1:{port ?? _server.Port}/{database}?schema={Schema}{settings}", out var url, out var complaint)
            ? url
            : throw new InvalidOperationException(complaint);

    public IBuildStore Open(string? user = null) => Kind.Open(Url(user), Context);

    public IBuildStore OpenAt(StoreUrl url) => Kind.Open(url, Context);

    public ValueTask<IReadOnlyList<string>> CreateAsync(StoreUrl? url = null) => Kind.CreateAsync(url ?? Url(), Context, default);

    /// <summary>Makes a role as `pawl store policy` says, and gives it the password.</summary>
    public async ValueTask<string> AddRoleAsync(StoreRole role)
    {
        var name = $"{Schema}_{role.ToString().ToLowerInvariant()}";
        await RunAloneAsync($"{Kind.Policy(Url(), role)}; ALTER ROLE {name} PASSWORD '{_server.Password}'");
        return name;
    }

    public async ValueTask RunAsync(string sql)
    {
        await using var command = Admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask<T> AskAsync<T>(string sql)
    {
        await using var command = Admin.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAloneAsync($"""
            DROP SCHEMA IF EXISTS {Schema} CASCADE;
            DO $$ DECLARE name text; BEGIN
                FOR name IN SELECT rolname FROM pg_roles WHERE rolname LIKE '{Schema}\_%' LOOP
                    EXECUTE 'DROP OWNED BY ' || name || '; DROP ROLE ' || name;
                END LOOP;
            END $$
            """);
        await Admin.DisposeAsync();
    }

    // Grants on the database that all tests share change one row: PostgreSQL refuses the second of two at once.
    private async ValueTask RunAloneAsync(string sql)
    {
        await OneGrant.WaitAsync();
        try
        {
            await RunAsync(sql);
        }
        finally
        {
            OneGrant.Release();
        }
    }
}
