using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Sqlite;

/// <summary>Whatever is changed in a build's file beside the events is noticed.</summary>
public sealed class AuditTests : StoreFolder
{
    [Fact]
    public async Task A_build_as_it_was_written_has_no_difference()
    {
        await BuiltAsync();
        Assert.Empty(await DifferencesAsync());
    }

    [Fact]
    public async Task A_build_that_the_guides_sql_changed_and_pawl_took_over_has_no_difference()
    {
        await BuiltAsync();
        Sql("UPDATE builds SET current_state = 15, last_update = datetime('now'); INSERT INTO state_history (build_id, state, timestamp, status) VALUES ('web-1', 15, 'soon', 'completed')");
        Assert.Empty(await DifferencesAsync());
        Assert.NotNull((await Store.LoadAsync(Id, None)).Foreign);
        await new BuildLog(Store, TimeProvider.System, Me).ChangeAsync(Id, change => change.Start(StateCode.From(15)), None);
        Assert.Empty(await DifferencesAsync());
    }

    [Theory]
    [InlineData("UPDATE state_history SET status = 'failed' WHERE id = 1", "says something else in state_history")]
    [InlineData("UPDATE state_history SET timestamp = '2020-01-01 00:00:00' WHERE id = 1", "says something else in state_history")]
    [InlineData("UPDATE state_history SET timestamp = 'x' WHERE id = 1", "says something else in state_history")]
    [InlineData("DELETE FROM state_history WHERE id = 1", "has 0 rows in state_history, and should have 1")]
    [InlineData("UPDATE state_history SET version = NULL WHERE id = 1", "row 1 of state_history belongs to no event")]
    [InlineData("INSERT INTO state_history (id, build_id, state, timestamp, status, version) VALUES (-5, 'web-1', 5, '', 'x', 99)", "belongs to no event")]
    [InlineData("DELETE FROM state_metadata", "state_metadata has no row for ami")]
    [InlineData("UPDATE builds SET cloud_provider = 'gcp'", "builds.cloud_provider is 'gcp', and by the events it is 'aws'")]
    [InlineData("UPDATE builds SET last_update = '2020-01-01 00:00:00.000'", "builds.last_update")]
    [InlineData("UPDATE builds SET resume_token = 'x'", "builds.resume_token is 'x'")]
    [InlineData("UPDATE builds SET metadata = '{}'", "builds.metadata is '{}'")]
    [InlineData("UPDATE builds SET snapshot = replace(snapshot, '\"retryCount\":0', '\"retryCount\":7')", "builds.snapshot is not what the events fold to")]
    [InlineData("UPDATE builds SET snapshot = '{'", "builds.snapshot can't be read")]
    [InlineData("UPDATE builds SET version = 1", "builds.version is '1'")]
    [InlineData("UPDATE builds SET lease_token = 9", "builds.lease_token is '9'")]
    [InlineData("UPDATE builds SET last_history_id = 0", "builds.last_history_id is '0'")]
    [InlineData("DELETE FROM builds", "the row of builds is missing")]
    [InlineData("UPDATE events SET event_id = 'x' WHERE version = 2", "event 2 has another id in its column than in its data")]
    [InlineData("UPDATE events SET data = json_set(data, '$.id', (SELECT event_id FROM events WHERE version = 1)), event_id = (SELECT event_id FROM events WHERE version = 1) WHERE version = 2", "is there more than once")]
    public async Task A_change_beside_the_events_is_told(string sql, string told)
    {
        await BuiltAsync();
        await ReopenAsync();
        Sql(sql);
        Assert.Contains(await DifferencesAsync(), difference => difference.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_tells_of_every_build_also_of_those_that_can_not_be_read()
    {
        await CreateAsync("web-1");
        await File.WriteAllTextAsync(PathOf("web-2"), "no database, but long enough to look like something that could be one", None);
        var ids = await Store.ListIdsAsync(None).Select(id => id.Value).Order().ToListAsync(None);
        Assert.Equal(["web-1", "web-2"], ids);
    }

    private async Task<IReadOnlyList<string>> DifferencesAsync() => await Store.FindDifferencesAsync(Id, None);

    private async Task BuiltAsync()
    {
        var claimed = To(await CreateAsync()).Claim(TimeSpan.FromMinutes(1), _ => false).Start(StateCode.First).SetMetadata("ami", "ami-1").Succeed(StateCode.First);
        var failed = claimed.Start(StateCode.From(5)).Fail(StateCode.From(5), new Failure("x", FailureCategory.Transient, "r", null));
        await AppendAsync(failed.Start(StateCode.From(5)).Succeed(StateCode.From(5)));
    }
}
