using Npgsql;
using Pawl.Builds;
using Pawl.Servers.Faults;
using Pawl.Stores;
using Xunit;
using static Pawl.Conformance.Postgres.PostgresSteps;

namespace Pawl.Conformance.Postgres;

/// <summary>What is particular to the PostgreSQL store: notifying, guarding its tables, broken connections, a large fleet.</summary>
public sealed class PostgresStoreTests
{
    [Fact]
    public async Task Each_change_is_told_to_listeners_with_its_version()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var listener = await place.Admin.OpenConnectionAsync(None);
        var heard = new List<string>();
        listener.Notification += (_, e) => heard.Add(e.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {place.Schema}_builds", listener))
            await listen.ExecuteNonQueryAsync(None);

        await using var store = place.Open();
        var begun = Begun();
        await store.AppendAsync(begun, None);
        Assert.True(await listener.WaitAsync(TimeSpan.FromSeconds(20), None));
        Assert.Equal(AppendResult.Conflict, await store.AppendAsync(Begun(), None));
        await store.AppendAsync(Change.To(begun.After, Now).Start(StateCode.First).Succeed(StateCode.First), None);
        Assert.True(await listener.WaitAsync(TimeSpan.FromSeconds(20), None));
        Assert.Equal(["web-42:1", "web-42:3"], heard);
    }

    [Fact]
    public async Task A_program_that_ends_at_once_has_told_of_its_change()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var listener = await place.Admin.OpenConnectionAsync(None);
        await using (var listen = new NpgsqlCommand($"LISTEN {place.Schema}_builds", listener))
            await listen.ExecuteNonQueryAsync(None);
        await using (var store = place.Open())
            await store.AppendAsync(Begun(), None);
        Assert.True(await listener.WaitAsync(TimeSpan.FromSeconds(20), None));
    }

    [Theory]
    [InlineData("UPDATE {0}.builds SET status = 'completed'")]
    [InlineData("INSERT INTO {0}.state_history (build_id, state, timestamp, status, version) VALUES ('web-42', 5, now(), 'completed', 9)")]
    [InlineData("DELETE FROM {0}.state_metadata")]
    [InlineData("UPDATE {0}.events SET data = '{{}}'")]
    [InlineData("TRUNCATE {0}.events")]
    public async Task Nobody_else_writes_the_tables_by_mistake_not_even_a_superuser(string sql)
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var store = place.Open();
        await store.AppendAsync(Begun(), None);
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            async () => await place.RunAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, place.Schema)));
        Assert.Equal("PW002", refusal.SqlState);
        Assert.Contains("pawl start, succeed, fail", refusal.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guides_queries_see_what_Pawl_recorded()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var store = place.Open();
        var failure = new Failure("no\0mirror", FailureCategory.Transient, "test", null);
        await store.AppendAsync(Begun().Start(StateCode.First).SetMetadata("k", "v\0").Fail(StateCode.First, failure), None);
        Assert.Equal("0 failed", await place.AskAsync<string>($"SELECT current_state || ' ' || status FROM {place.Schema}.builds WHERE build_id = 'web-42'"));
        Assert.Equal(1, await place.AskAsync<long>(
            $"SELECT count(*) FROM {place.Schema}.state_history WHERE build_id = 'web-42' AND state = 0 AND status = 'failed' AND error_message = E'no\\uFFFDmirror'"));
        Assert.Equal("v\uFFFD", await place.AskAsync<string>($"SELECT value FROM {place.Schema}.state_metadata WHERE key = 'k'"));
        Assert.Equal("no\0mirror", (await store.LoadAsync(Id, None)).State.LastFailure!.Failure.Error);
    }

    [Fact]
    public async Task An_answer_means_durable_whatever_the_users_default_is()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        var worker = await place.AddRoleAsync(StoreRole.Worker);
        await place.RunAsync($"ALTER ROLE {worker} SET synchronous_commit = off");
        await using var connection = await place.Admin.OpenConnectionAsync(None);
        await using var transaction = await connection.BeginTransactionAsync(None);
        await using var command = new NpgsqlCommand(
            $"SET LOCAL synchronous_commit = off; SELECT {place.Schema}.renew_lease(2, 'web-42', 1, now()); SHOW synchronous_commit", connection);
        await using var rows = await command.ExecuteReaderAsync(None);
        await rows.NextResultAsync(None);
        await rows.ReadAsync(None);
        Assert.Equal("on", rows.GetString(0));
    }

    [Fact]
    public async Task An_append_whose_connection_is_terminated_counts_once()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var store = place.Open();
        var begun = Begun();
        await store.AppendAsync(begun, None);

        await using var other = await place.Admin.OpenConnectionAsync(None);
        await using var hold = await other.BeginTransactionAsync(None);
        await using (var take = new NpgsqlCommand($"SELECT 1 FROM {place.Schema}.builds FOR UPDATE", other))
            await take.ExecuteNonQueryAsync(None);
        var append = store.AppendAsync(Change.To(begun.After, Now).Succeed(StateCode.First), None).AsTask();
        const string waiting = "FROM pg_stat_activity WHERE application_name = 'pawl' AND wait_event_type = 'Lock' AND query LIKE '%{0}%'";
        var blocked = string.Format(System.Globalization.CultureInfo.InvariantCulture, waiting, place.Schema);
        while (!await place.AskAsync<bool>($"SELECT coalesce((SELECT pg_terminate_backend(pid) {blocked}), false)"))
            await Task.Yield();
        await hold.RollbackAsync(None);

        Assert.Equal(AppendResult.Appended, await append);
        Assert.Equal(2, await store.ReadHistoryAsync(Id, BuildVersion.None, None).CountAsync(None));
    }

    [Fact]
    public async Task Appends_through_a_network_that_cuts_connections_are_all_kept_once()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var proxy = TcpFaultProxy.Start(place.Port, FaultPlan.Random(7, new Dictionary<TcpFault, double> { [TcpFault.CutBefore] = 0.03, [TcpFault.CutAfter] = 0.03 }));
        await using var store = place.OpenAt(place.Url(port: proxy.Port));
        var state = BuildState.None(Id);
        for (var change = Begun(); state.Version.Value < 150;)
        {
            var result = await AgainAsync(async () => await store.AppendAsync(change, None));
            Assert.Equal(AppendResult.Appended, result);
            state = change.After;
            change = Change.To(state, Now).SetMetadata("n", $"{state.Version}");
        }

        Assert.True(proxy.Cut > 5);
        await using var plain = place.Open();
        Assert.Equal(150, await plain.ReadHistoryAsync(Id, BuildVersion.None, None).CountAsync(None));
        Assert.Equal("149", (await plain.LoadAsync(Id, None)).State.Metadata["n"]);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_replaced_by_the_fold_of_the_events()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var store = place.Open();
        var change = Begun().Claim(TimeSpan.FromHours(1), _ => false).SetMetadata("a", "b").Succeed(StateCode.First);
        await store.AppendAsync(change, None);
        await place.RunAsync($"SET pawl.writer = 'on'; UPDATE {place.Schema}.builds SET snapshot = '{{', metadata = NULL; RESET pawl.writer");
        var state = (await store.LoadAsync(Id, None)).State;
        Assert.Equal(BuildJson.WriteSnapshot(change.After), BuildJson.WriteSnapshot(state));
        Assert.Equal("b", state.Metadata["a"]);
    }

    [Fact]
    public async Task A_list_is_read_as_it_is_asked_for_while_the_store_goes_on()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await using var store = place.Open();
        for (var i = 0; i < 20; i++)
            await store.AppendAsync(Begun($"b-{i}"), None);
        var seen = 0;
        await foreach (var build in store.ListAsync(new BuildQuery(), None))
        {
            var state = (await store.LoadAsync(build.Id, None)).State;
            await store.AppendAsync(Change.To(state, Now).Succeed(StateCode.First), None);
            seen++;
        }

        Assert.Equal(20, seen);
    }

    [Fact]
    public async Task Questions_to_a_large_fleet_are_answered_from_an_index()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await place.RunAsync($"""
            SET pawl.writer = 'on';
            INSERT INTO {place.Schema}.builds
                SELECT 'b-' || n, n % 20 * 5, (ARRAY['aws', 'azure', 'gcp'])[1 + n % 3], 'type-' || n % 200, now(), now() - n * interval '1 second',
                       CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'running' END, NULL, NULL, 1, '', 'p-' || n % 300, '', NULL, NULL
                FROM generate_series(1, 100000) n;
            RESET pawl.writer;
            ANALYZE {place.Schema}.builds
            """);
        await using var store = place.Open();
        Assert.Equal(1_000, await store.ListAsync(new BuildQuery { Status = BuildStatus.Failed }, None).CountAsync(None));
        foreach (var condition in (string[])["status = 'failed'", "image_type = 'type-7'", "pipeline <> '' AND pipeline = 'p-7'", "last_update < now() - interval '99900 seconds'"])
        {
            var plan = await place.AskAsync<string>($"EXPLAIN (FORMAT JSON) SELECT build_id FROM {place.Schema}.builds WHERE {condition} ORDER BY last_update DESC, build_id");
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        }
    }

    private static async Task<T> AgainAsync<T>(Func<Task<T>> call)
    {
        for (; ; )
        {
            try
            {
                return await call();
            }
            catch (StoreException e) when (e.Fault == StoreFault.Unreachable)
            {
                // As the runner does: again, until it goes through.
            }
        }
    }
}
