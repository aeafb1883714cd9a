using Npgsql;
using Pawl.Builds;
using Pawl.Servers.Faults;
using Pawl.Stores;
using Xunit;
using static Pawl.Conformance.Postgres.PostgresSteps;

namespace Pawl.Conformance.Postgres;

/// <summary>What a PostgreSQL server refuses, and what is told: who may do what, and why a store can't be used.</summary>
public sealed class PostgresFaultTests
{
    [Fact]
    public async Task A_worker_appends_and_can_neither_erase_nor_write_a_table()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var store = place.Open(await place.AddRoleAsync(StoreRole.Worker));
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(Begun(), None));
        await FaultAsync(StoreFault.Denied, async () => await store.EraseAsync(Id, new BuildVersion(1), None));
        foreach (var sql in (string[])["DELETE FROM {0}.builds", "TRUNCATE {0}.events", "DROP TABLE {0}.events", "UPDATE {0}.builds SET version = 0", "SELECT {0}.begin_write(1)"])
            await IsDeniedAsync(place, "worker", sql);
    }

    [Fact]
    public async Task A_reader_reads_and_does_nothing_else()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var maker = place.Open();
        await maker.AppendAsync(Begun(), None);
        await using var store = place.Open(await place.AddRoleAsync(StoreRole.Reader));
        Assert.True((await store.LoadAsync(Id, None)).State.Exists);
        Assert.Equal(1, await store.ReadHistoryAsync(Id, BuildVersion.None, None).CountAsync(None));
        Assert.Equal(1, await store.ListAsync(new BuildQuery(), None).CountAsync(None));
        await FaultAsync(StoreFault.Denied, async () => await store.AppendAsync(Begun("other"), None));
        await FaultAsync(StoreFault.Denied, async () => await store.RenewLeaseAsync(Id, 1, DateTimeOffset.UtcNow, None));
        await FaultAsync(StoreFault.Denied, async () => await store.EraseAsync(Id, new BuildVersion(1), None));
        await IsDeniedAsync(place, "reader", "INSERT INTO {0}.store_schema VALUES (9)");
    }

    [Fact]
    public async Task An_administrator_sets_up_and_erases_with_no_rights_beyond_the_schema()
    {
        await using var place = await PostgresPlace.EmptyAsync();
        var administrator = await place.AddRoleAsync(StoreRole.Administrator);
        await place.CreateAsync(place.Url(administrator));
        await place.CreateAsync(place.Url(administrator));
        await using var store = place.Open(administrator);
        await store.AppendAsync(Begun(), None);
        Assert.True(await store.EraseAsync(Id, new BuildVersion(1), None));
    }

    [Fact]
    public async Task Setting_up_again_keeps_the_grants()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var store = place.Open(await place.AddRoleAsync(StoreRole.Worker));
        await place.CreateAsync();
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(Begun(), None));
    }

    [Fact]
    public async Task A_wrong_password_is_denied_and_said_nowhere()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await place.RunAsync($"CREATE ROLE {place.Schema}_stranger LOGIN PASSWORD 'another'");
        await using var store = place.Open($"{place.Schema}_stranger");
        var fault = await FaultAsync(StoreFault.Denied, async () => await store.LoadAsync(Id, None));
        Assert.Contains("PGPASSWORD", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.GetEnvironmentVariable("PGPASSWORD")!, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_is_unreachable_and_soon_known_to_be()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var proxy = TcpFaultProxy.Start(place.Port, FaultPlan.Quiet<TcpFault>());
        await using var store = place.OpenAt(place.Url(port: proxy.Port));
        await store.AppendAsync(Begun(), None);
        await proxy.GoDownAsync();
        await FaultAsync(StoreFault.Unreachable, async () => await store.LoadAsync(Id, None));
        proxy.ComeBack();
        Assert.True((await store.LoadAsync(Id, None)).State.Exists);
    }

    [Fact]
    public async Task A_server_that_came_back_is_used_again_without_an_error()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var proxy = TcpFaultProxy.Start(place.Port, FaultPlan.Quiet<TcpFault>());
        await using var store = place.OpenAt(place.Url(port: proxy.Port));
        await store.AppendAsync(Begun(), None);
        proxy.CutAll();
        Assert.True((await store.LoadAsync(Id, None)).State.Exists);
    }

    [Fact]
    public async Task A_read_only_server_is_told_from_a_forbidden_one()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        var worker = await place.AddRoleAsync(StoreRole.Worker);
        await place.RunAsync($"ALTER ROLE {worker} SET default_transaction_read_only = on");
        await using var store = place.Open(worker);
        Assert.False((await store.LoadAsync(Id, None)).State.Exists);
        await FaultAsync(StoreFault.ReadOnly, async () => await store.AppendAsync(Begun(), None));
    }

    [Theory]
    [InlineData("statement_timeout")]
    [InlineData("lock_timeout")]
    public async Task A_timeout_of_the_servers_settings_is_busy(string setting)
    {
        await using var place = await PostgresPlace.CreatedAsync();
        var worker = await place.AddRoleAsync(StoreRole.Worker);
        await place.RunAsync($"ALTER ROLE {worker} SET {setting} = '50ms'");
        await using var store = place.Open(worker);
        await using var other = await place.Admin.OpenConnectionAsync(None);
        await using var hold = await other.BeginTransactionAsync(None);
        await using (var take = new NpgsqlCommand($"LOCK TABLE {place.Schema}.builds", other))
            await take.ExecuteNonQueryAsync(None);
        await FaultAsync(StoreFault.Busy, async () => await store.AppendAsync(Begun(), None));
    }

    [Fact]
    public async Task Under_serializable_transactions_every_writer_gets_a_result()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        var worker = await place.AddRoleAsync(StoreRole.Worker);
        await place.RunAsync($"ALTER ROLE {worker} SET default_transaction_isolation = serializable");
        await using var store = place.Open(worker);
        var begun = Begun();
        await store.AppendAsync(begun, None);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () => await store.AppendAsync(Change.To(begun.After, Now).SetMetadata("winner", $"{i}"), None), None)));
        Assert.Single(results, AppendResult.Appended);
    }

    [Fact]
    public async Task A_call_that_is_given_up_ends_at_once()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var store = place.Open();
        await using var other = await place.Admin.OpenConnectionAsync(None);
        await using var hold = await other.BeginTransactionAsync(None);
        await using (var take = new NpgsqlCommand($"LOCK TABLE {place.Schema}.builds", other))
            await take.ExecuteNonQueryAsync(None);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.AppendAsync(Begun(), giveUp.Token));
    }

    [Theory]
    [InlineData("postgres://host")]
    [InlineData("postgres:///database")]
    [InlineData("postgres://host/one/two")]
    [InlineData("postgres://host:0/database")]
    [InlineData("postgres://host:x/database")]
    [InlineData("postgres://@host/database")]
    [InlineData("postgres://a,b/database")]
    [InlineData("postgres://host/database?schema=Bad")]
    [InlineData("postgres://host/database?schema=pg_x")]
    [InlineData("postgres://host/database?sslmode=maybe")]
    [InlineData("postgres://host/database?password=x")]
    public void A_url_that_is_not_right_is_refused(string text)
    {
        Assert.True(StoreUrl.TryParse(text, out var url, out _));
        Assert.Throws<StoreUrlException>(() => new Pawl.Postgres.PostgresKind().Open(url, new StoreContext(TimeProvider.System, _ => { })));
    }

    [Theory]
    [InlineData("postgres://db.example.org/fleet", "postgres://db.example.org:5432/fleet")]
    [InlineData("postgres://me@[::1]:5433/fleet?schema=other", "postgres://[::1]:5433/fleet?schema=other")]
    [InlineData("postgres://%2Fvar%2Frun%2Fpostgresql/fleet?sslmode=verify-full", "postgres:///var/run/postgresql:5432/fleet")]
    public async Task A_url_names_its_store(string text, string location)
    {
        Assert.True(StoreUrl.TryParse(text, out var url, out _));
        await using var store = new Pawl.Postgres.PostgresKind().Open(url, new StoreContext(TimeProvider.System, _ => { }));
        Assert.Equal(location, store.Location);
    }

    private static async Task IsDeniedAsync(PostgresPlace place, string role, string sql)
    {
        var inRole = string.Format(System.Globalization.CultureInfo.InvariantCulture, $"SET ROLE {{0}}_{role}; {sql}", place.Schema);
        var refusal = await Assert.ThrowsAsync<PostgresException>(async () => await place.RunAsync(inRole));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }
}
