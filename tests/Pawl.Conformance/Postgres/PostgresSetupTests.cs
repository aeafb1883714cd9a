using Npgsql;
using Pawl.Builds;
using Pawl.Stores;
using Xunit;
using static Pawl.Conformance.Postgres.PostgresSteps;

namespace Pawl.Conformance.Postgres;

/// <summary>Setting a PostgreSQL store up, and schemas that aren't those of this version.</summary>
public sealed class PostgresSetupTests
{
    [Fact]
    public async Task Any_number_may_set_a_store_up_at_once()
    {
        await using var place = await PostgresPlace.EmptyAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => place.CreateAsync().AsTask()));
        await place.CreateAsync();
        Assert.Equal(1, await place.AskAsync<long>($"SELECT count(*) FROM {place.Schema}.store_schema"));
        await using var store = place.Open();
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(Begun(), None));
    }

    [Fact]
    public async Task Setting_up_makes_the_database_too()
    {
        await using var place = await PostgresPlace.EmptyAsync();
        var url = place.Url(database: $"{place.Schema}_\"db");
        await using (var before = place.OpenAt(url))
            Assert.Contains("`pawl store create`", (await FaultAsync(StoreFault.Unreachable, async () => await before.LoadAsync(Id, None))).Message, StringComparison.Ordinal);
        await place.CreateAsync(url);
        await using (var store = place.OpenAt(url))
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(Begun(), None));
        NpgsqlConnection.ClearAllPools();
        await place.RunAsync($"DROP DATABASE \"{place.Schema}_\"\"db\" WITH (FORCE)");
    }

    [Fact]
    public async Task A_schema_that_is_not_set_up_is_named_with_the_mend()
    {
        await using var place = await PostgresPlace.EmptyAsync();
        await using var store = place.Open();
        foreach (var call in Calls(store))
            Assert.Contains("`pawl store create`", (await FaultAsync(StoreFault.Unreachable, call)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await place.RunAsync($"UPDATE {place.Schema}.store_schema SET version = 3");
        await using var store = place.Open();
        foreach (var call in Calls(store))
            await FaultAsync(StoreFault.Newer, call);
        await FaultAsync(StoreFault.Newer, async () => await place.CreateAsync());
        Assert.Equal(0, await place.AskAsync<long>($"SELECT count(*) FROM {place.Schema}.builds"));
    }

    [Fact]
    public async Task A_store_of_a_newer_Pawl_with_other_functions_is_newer_and_not_corrupt()
    {
        await using var place = await PostgresPlace.CreatedAsync();
        await place.RunAsync($"UPDATE {place.Schema}.store_schema SET version = 3; DROP FUNCTION {place.Schema}.append_events");
        await using var store = place.Open();
        await FaultAsync(StoreFault.Newer, async () => await store.AppendAsync(Begun(), None));
    }

    [Fact]
    public async Task Another_programs_tables_are_not_touched()
    {
        await using var place = await PostgresPlace.EmptyAsync();
        await place.RunAsync($"CREATE SCHEMA {place.Schema}; CREATE TABLE {place.Schema}.builds (mine text)");
        await FaultAsync(StoreFault.Corrupt, async () => await place.CreateAsync());
        Assert.Equal(1, await place.AskAsync<long>($"SELECT count(*) FROM information_schema.tables WHERE table_schema = '{place.Schema}'"));
    }

    private static IEnumerable<Func<Task>> Calls(IBuildStore store) =>
    [
        async () => await store.LoadAsync(Id, None),
        async () => await store.AppendAsync(Begun(), None),
        async () => await store.ReadHistoryAsync(Id, BuildVersion.None, None).ToListAsync(None),
        async () => await store.RenewLeaseAsync(Id, 1, Now.Now, None),
        async () => await store.ListAsync(new BuildQuery(), None).ToListAsync(None),
        async () => await store.EraseAsync(Id, BuildVersion.None, None),
    ];
}
