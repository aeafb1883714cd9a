using Microsoft.Data.Sqlite;

namespace Pawl.EndToEnd.Verbs;

public sealed class AuditTests : CommandFixture
{
    [Fact]
    public async Task A_store_that_is_whole_is_0()
    {
        await InitAsync("web-1");
        await DoneAsync("succeed", "web-1", "--set", "ami=ami-1");
        await InitAsync("web-2");
        Assert.Equal("whole: 1 builds, 3 events\n", (await DoneAsync("audit", "verify", "web-1")).Out);
        Assert.Equal("whole: 2 builds, 4 events\n", (await DoneAsync("audit", "verify")).Out);
        Assert.Equal("[]", (await DoneAsync("audit", "verify", "--json")).Out.Trim());
    }

    [Fact]
    public async Task A_history_that_was_tampered_with_is_8_with_a_line_for_each_fault()
    {
        await InitAsync("web-1");
        await DoneAsync("start", "web-1");
        Sql("web-1", "UPDATE events SET data = json_set(data, '$.attempt', 7) WHERE version = 3");
        var answer = await PawlAsync("audit", "verify", "web-1");
        Assert.Equal((8, ""), (answer.Code, answer.Error));
        Assert.Contains("web-1: event 3: attempt 7 at state 0 follows attempt 0\n", answer.Out, StringComparison.Ordinal);
        Assert.Contains("web-1: builds.snapshot is not what the events fold to\n", answer.Out, StringComparison.Ordinal);
        Assert.EndsWith("not whole: 1 of 1 builds\n", answer.Out, StringComparison.Ordinal);
        var json = await PawlAsync("audit", "verify", "web-1", "--json");
        Assert.Equal(8, json.Code);
        Assert.Equal(("web-1", 3), (json.Json[0].GetProperty("buildId").GetString(), json.Json[0].GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task One_build_that_can_not_be_read_does_not_hide_the_others()
    {
        await InitAsync("web-1");
        await File.WriteAllTextAsync(Path.Combine(Store, "web-2.db"), new string('x', 5_000), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Store, "web-3.db"), "", TestContext.Current.CancellationToken);
        var answer = await PawlAsync("audit", "verify");
        Assert.Equal(8, answer.Code);
        Assert.Contains("web-2: ", answer.Out, StringComparison.Ordinal);
        Assert.EndsWith("not whole: 1 of 2 builds\n", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_guides_sql_changed_is_no_fault_and_told()
    {
        await InitAsync("web-1");
        Sql("web-1", "UPDATE builds SET current_state = 15, last_update = datetime('now')");
        var answer = await PawlAsync("audit", "verify", "web-1");
        Assert.Equal(0, answer.Code);
        Assert.Contains("another program changed", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_build_is_3() => (await PawlAsync("audit", "verify", "nope")).IsRefused(3, "no build nope");

    private void Sql(string id, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Store, id + ".db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
