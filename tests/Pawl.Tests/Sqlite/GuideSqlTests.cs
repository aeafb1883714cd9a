using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Sqlite;

/// <summary>The guide's own SQL, to the letter, on files that Pawl wrote; and what Pawl makes of files that the guide's SQL changed.</summary>
public sealed class GuideSqlTests : StoreFolder
{
    [Fact]
    public async Task The_guides_queries_answer()
    {
        var state = await AppendAsync(To(await CreateAsync()).Start(StateCode.First).Succeed(StateCode.First).Start(StateCode.From(5)));
        await AppendAsync(To(state).Fail(StateCode.From(5), new Failure("Network timeout", FailureCategory.Transient, "t", null)));

        Assert.Equal(["5|failed"], Sql("SELECT current_state, status FROM builds WHERE build_id = 'web-1';"));
        Assert.Equal(["1"], Sql("SELECT COUNT(*) FROM state_history WHERE build_id = 'web-1' AND state = 5 AND status = 'failed'"));
        Assert.Equal(["web-1|5|2026-01-02 12:00:00.000"], Sql("""
            SELECT build_id, current_state, last_update FROM builds
            WHERE status = 'failed' AND last_update < datetime('now', '-1 hour') ORDER BY last_update DESC
            """));
        var json = Assert.Single(Sql("""
            SELECT json_object('buildId', b.build_id, 'currentState', b.current_state, 'cloudProvider', b.cloud_provider,
                'imageType', b.image_type, 'status', b.status,
                'stateHistory', json_group_array(json_object('state', h.state, 'status', h.status, 'errorMessage', h.error_message)))
            FROM builds b LEFT JOIN state_history h ON b.build_id = h.build_id WHERE b.build_id = 'web-1' GROUP BY b.build_id
            """));
        Assert.Contains("""{"state":5,"status":"failed","errorMessage":"Network timeout"}""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tables_have_the_guides_indexes() => Assert.Equal(
        ["idx_builds_status", "idx_state_history_build_id", "idx_state_history_timestamp"],
        IndexesOfANewBuild());

    [Fact]
    public async Task What_the_ansible_callback_writes_is_noticed_and_taken_over_by_the_next_change()
    {
        var state = await AppendAsync(To(await CreateAsync()).Succeed(StateCode.First).Succeed(StateCode.From(5)));
        CallbackAdvances(to: 15, "completed");

        var stored = await Store.LoadAsync(Id, None);
        Assert.Equal((15, BuildStatus.Running, 1), (stored.Foreign!.Current.Value, stored.Foreign.Status, stored.Foreign.Rows.Length));
        Assert.Equal(AppendResult.Conflict, await Store.AppendAsync(To(state).Succeed(StateCode.From(10)), None));

        var log = new BuildLog(Store, TimeProvider.System, Me);
        var after = await log.ChangeAsync(Id, change => change.Succeed(StateCode.From(15)), None);
        Assert.Equal(20, after.Current.Value);
        Assert.Null((await Store.LoadAsync(Id, None)).Foreign);
        Assert.Equal(["15|completed", "15|completed"], Sql("SELECT state, status FROM state_history WHERE state = 15"));
        Assert.Equal(["0"], Sql("SELECT count(*) FROM state_history WHERE version IS NULL"));
    }

    [Fact]
    public async Task A_failure_that_the_callback_writes_counts_as_a_failure()
    {
        await AppendAsync(To(await CreateAsync()).Succeed(StateCode.First));
        Sql("UPDATE builds SET last_update = datetime('now'), status = 'failed' WHERE build_id = 'web-1'");
        Sql("INSERT INTO state_history (build_id, state, timestamp, status, error_message) VALUES ('web-1', 5, datetime('now'), 'failed', 'disk full')");

        var state = await new BuildLog(Store, TimeProvider.System, Me).LoadAsync(Id, None);
        Assert.Equal((BuildStatus.Failed, 1, "disk full"), (state.Status, state.RetryCount, state.LastFailure!.Failure.Error));
    }

    [Fact]
    public async Task Metadata_that_another_program_writes_is_taken_over()
    {
        await AppendAsync(To(await CreateAsync()).SetMetadata("ami", "ami-1"));
        Sql("UPDATE state_metadata SET value = 'ami-2' WHERE key = 'ami'; INSERT INTO state_metadata VALUES ('web-1', 'region', 'eu')");
        var state = await new BuildLog(Store, TimeProvider.System, Me).ChangeAsync(Id, change => change.SetMetadata("x", "y"), None);
        Assert.Equal(["ami=ami-2", "region=eu", "x=y"], state.Metadata.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Null((await Store.LoadAsync(Id, None)).Foreign);
    }

    [Theory]
    [InlineData("current_state = 250", "current_state 250")]
    [InlineData("current_state = 'x; DROP'", "current_state")]
    [InlineData("status = 'done'", "status 'done'")]
    public async Task A_foreign_value_that_is_no_state_is_refused_with_the_mend(string change, string named)
    {
        await CreateAsync();
        Sql($"UPDATE builds SET {change}");
        var e = await Assert.ThrowsAsync<StoreException>(async () => await Store.LoadAsync(Id, None));
        Assert.Equal(StoreFault.Corrupt, e.Fault);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.Contains("UPDATE builds SET current_state = 0, status = 'running'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_or_mangled_projection_is_rebuilt_from_the_events()
    {
        var state = await AppendAsync(To(await CreateAsync()).Succeed(StateCode.First).SetMetadata("a", "b"));
        Sql("DELETE FROM builds");
        var rebuilt = (await Store.LoadAsync(Id, None)).State;
        Assert.Equal(BuildJson.WriteSnapshot(state), BuildJson.WriteSnapshot(rebuilt));
        await AppendAsync(To(rebuilt).Succeed(StateCode.From(5)));
        Assert.Equal(["10|running"], Sql("SELECT current_state, status FROM builds"));

        Sql("UPDATE builds SET snapshot = '{nonsense'");
        Assert.Equal(10, (await Store.LoadAsync(Id, None)).State.Current.Value);
    }

    [Fact]
    public async Task A_build_that_the_guides_own_scripts_began_is_taken_over()
    {
        Sql(GuideSchema + """
            INSERT INTO builds (build_id, current_state, cloud_provider, image_type, start_time, last_update, status)
            VALUES ('old', 0, 'aws', 'rhel8', datetime('now'), datetime('now'), 'running');
            UPDATE builds SET current_state = 5, last_update = datetime('now'), status = 'running' WHERE build_id = 'old';
            INSERT INTO state_history (build_id, state, timestamp, status, error_message) VALUES ('old', 0, datetime('now'), 'completed', '');
            """, "old");
        var id = BuildId.Parse("old");
        var stored = await Store.LoadAsync(id, None);
        Assert.Equal((5, BuildStatus.Running, "aws"), (stored.State.Current.Value, stored.State.Status, stored.State.Provider.Value));
        Assert.Contains(StateCode.First, stored.State.Completed);
        Assert.Null(stored.Foreign);
        Assert.Empty(await Store.FindDifferencesAsync(id, None));
        await AppendAsync(To(stored.State).Succeed(StateCode.From(5)));
        Assert.Equal(["10"], Sql("SELECT current_state FROM builds", "old"));
    }

    [Theory]
    [InlineData("current_state = 999", "current_state = '0'")]
    [InlineData("status = 'weird'", "status = 'running'")]
    [InlineData("cloud_provider = 'a/b'", "cloud_provider = 'aws'")]
    public async Task A_build_that_the_guides_own_scripts_left_wrong_is_refused_with_the_mend(string change, string mend)
    {
        Sql(GuideSchema + $"INSERT INTO builds VALUES ('old', 0, 'aws', 'rhel8', datetime('now'), datetime('now'), 'running', NULL, NULL); UPDATE builds SET {change}", "old");
        var e = await Assert.ThrowsAsync<StoreException>(async () => await Store.LoadAsync(BuildId.Parse("old"), None));
        Assert.Contains(mend, e.Message, StringComparison.Ordinal);
        Sql($"UPDATE builds SET {mend}", "old");
        Assert.True((await Store.LoadAsync(BuildId.Parse("old"), None)).State.Exists);
    }

    private const string GuideSchema = """
        CREATE TABLE builds (build_id TEXT PRIMARY KEY, current_state INTEGER NOT NULL, cloud_provider TEXT NOT NULL, image_type TEXT NOT NULL,
            start_time DATETIME NOT NULL, last_update DATETIME NOT NULL, status TEXT NOT NULL, metadata TEXT, resume_token TEXT);
        CREATE TABLE state_history (id INTEGER PRIMARY KEY AUTOINCREMENT, build_id TEXT NOT NULL, state INTEGER NOT NULL,
            timestamp DATETIME NOT NULL, status TEXT NOT NULL, error_message TEXT, FOREIGN KEY (build_id) REFERENCES builds(build_id));
        CREATE TABLE state_metadata (build_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT, PRIMARY KEY (build_id, key),
            FOREIGN KEY (build_id) REFERENCES builds(build_id));
        """;

    private void CallbackAdvances(int to, string status)
    {
        Sql($"UPDATE builds SET current_state = {to}, last_update = datetime('now') WHERE build_id = 'web-1'");
        Sql($"INSERT INTO state_history (build_id, state, timestamp, status, error_message) VALUES ('web-1', {to}, datetime('now'), '{status}', '')");
    }

    private IReadOnlyList<string> IndexesOfANewBuild()
    {
        CreateAsync().GetAwaiter().GetResult();
        return Sql("SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'idx%' ORDER BY name");
    }
}
