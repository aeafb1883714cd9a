using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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

    [Fact]
    public async Task The_event_that_was_changed_is_named_also_when_the_state_machine_allows_it()
    {
        await InitAsync("web-1");
        await DoneAsync("succeed", "web-1", "--set", "ami=ami-1");
        await DoneAsync("fail", "web-1", "--error", "no mirror");
        Sql("web-1", "UPDATE events SET data = replace(data, 'ami-1', 'ami-2') WHERE data LIKE '%metadata_set%'");
        var answer = await PawlAsync("audit", "verify", "web-1");
        Assert.Equal(8, answer.Code);
        Assert.Matches("^web-1: event [23]: it was changed", answer.Out);
    }

    [Fact]
    public async Task Events_say_who_made_them_from_where_and_why()
    {
        await InitAsync("web-1");
        Variables["CI_JOB_URL"] = "https://gitlab.example.org/images/-/jobs/7";
        Variables["PAWL_REASON"] = "Friday's patch, with token=glpat-ABCDEFGHIJ0123456789 in it";
        await DoneAsync("succeed", "web-1");
        var lines = (await DoneAsync("audit", "export", "web-1")).Out.Trim().Split('\n');
        var origin = JsonDocument.Parse(lines[^1]).RootElement.GetProperty("event").GetProperty("origin");
        Assert.Equal("https://gitlab.example.org/images/-/jobs/7", origin.GetProperty("job").GetString());
        Assert.StartsWith("Friday's patch", origin.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("glpat-ABCDEFGHIJ", lines[^1], StringComparison.Ordinal);
        Assert.Equal("pawl init", JsonDocument.Parse(lines[0]).RootElement.GetProperty("event").GetProperty("origin").GetProperty("why").GetString());
    }

    [Fact]
    public async Task An_archive_has_what_was_asked_for_and_can_be_checked_by_itself()
    {
        await InitAsync("web-1");
        await DoneAsync("succeed", "web-1", "--set", "note=a \"quoted\", one");
        await DoneAsync("fail", "web-1", "--error", "no mirror");

        var all = (await DoneAsync("audit", "export")).Out.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        foreach (var (earlier, later) in all.Zip(all.Skip(1)))
            Assert.Equal(earlier.GetProperty("hash").GetString(), later.GetProperty("event").GetProperty("previous").GetString());
        foreach (var exported in all)
            Assert.Equal(exported.GetProperty("hash").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(exported.GetProperty("event").GetRawText()))));

        var csv = (await DoneAsync("audit", "export", "--format", "csv", "--kind", "failed", "--since", "2020-01-01")).Out.Trim().Split('\n');
        Assert.Equal(2, csv.Length);
        Assert.StartsWith("build_id,version,at,by,", csv[0], StringComparison.Ordinal);
        Assert.StartsWith("\"web-1\",\"4\",", csv[1], StringComparison.Ordinal);
        Assert.Empty((await DoneAsync("audit", "export", "--until", "2020-01-01")).Out);
        Assert.Empty((await DoneAsync("audit", "export", "--by", "nobody")).Out);
        (await PawlAsync("audit", "export", "--kind", "nope")).IsRefused(2, "no event 'nope'");
        (await PawlAsync("audit", "export", "nope")).IsRefused(3, "no build nope");
    }

    [Fact]
    public async Task An_anchor_shows_what_was_cut_off_and_what_was_written_anew()
    {
        await UseAnchorsAsync();
        await InitAsync("web-1");
        await DoneAsync("succeed", "web-1");
        Assert.Equal("web-1: anchored at version 2\n", (await DoneAsync("audit", "anchor")).Out);
        Assert.Equal("whole: 1 builds, 2 events, 1 anchors\n", (await DoneAsync("audit", "verify")).Out);

        // Somebody with the same program and write access, but without the key, makes a build that is whole by itself.
        Directory.Delete(Store, recursive: true);
        await InitAsync("web-1");
        var cut = await PawlAsync("audit", "verify");
        Assert.Equal(8, cut.Code);
        Assert.Contains("event 1: the anchor of", cut.Out, StringComparison.Ordinal);
        await DoneAsync("succeed", "web-1");
        var anew = await PawlAsync("audit", "verify");
        Assert.Equal(8, anew.Code);
        Assert.Contains("event 2: its anchor of", anew.Out, StringComparison.Ordinal);

        Directory.Delete(Store, recursive: true);
        Assert.Contains("web-1: the build was removed", (await PawlAsync("audit", "verify")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anchor_that_was_forged_is_a_fault()
    {
        await UseAnchorsAsync();
        await InitAsync("web-1");
        await DoneAsync("audit", "anchor", "web-1");
        var anchor = Assert.Single(Directory.GetFiles(Path.Combine(Folder, "anchors"), "0000000001.json", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(anchor, (await File.ReadAllTextAsync(anchor, TestContext.Current.CancellationToken)).Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await DoneAsync("succeed", "web-1");
        Assert.Contains("event 2: its anchor isn't as it was signed", (await PawlAsync("audit", "verify")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_others_may_read_or_that_is_none_is_refused()
    {
        await UseAnchorsAsync();
        await InitAsync("web-1");
        var file = Variables["PAWL_AUDIT_KEY_FILE"];
        (await PawlAsync("audit", "key", file)).IsRefused(8, file, "can't be made");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await PawlAsync("audit", "anchor")).IsRefused(8, "chmod 600");
        Variables.Remove("PAWL_AUDIT_KEY_FILE");
        (await PawlAsync("audit", "anchor")).IsRefused(2, "PAWL_AUDIT_KEY_FILE");
        Variables["PAWL_AUDIT_KEY"] = "short";
        (await PawlAsync("audit", "verify")).IsRefused(2, "PAWL_AUDIT_KEY holds no key");
    }

    [Fact]
    public async Task A_build_on_hold_is_not_pruned_and_its_status_says_why()
    {
        await InitAsync("web-1");
        await DoneAsync("fail", "web-1", "--error", "no mirror");
        await DoneAsync("hold", "place", "web-1", "--reason", "case 117");
        (await PawlAsync("hold", "place", "web-1", "--reason", "again")).IsRefused(4, "case 117");
        Assert.Contains("on hold    by ", (await DoneAsync("status", "web-1")).Out, StringComparison.Ordinal);
        Assert.Equal("case 117", (await DoneAsync("status", "web-1", "--json")).Json.GetProperty("hold").GetProperty("reason").GetString());
        Assert.Contains("web-1: stays in the store: on hold", (await DoneAsync("prune", "--status", "failed", "--older-than", "0s", "--without-backup")).Out, StringComparison.Ordinal);
        await DoneAsync("hold", "lift", "web-1", "--reason", "closed");
        (await PawlAsync("hold", "lift", "web-1", "--reason", "closed")).IsRefused(4, "not on hold");
        Assert.Contains("web-1: removed from the store", (await DoneAsync("prune", "--status", "failed", "--older-than", "0s", "--without-backup")).Out, StringComparison.Ordinal);
    }

    private async Task UseAnchorsAsync()
    {
        Variables["PAWL_AUDIT_KEY_FILE"] = Path.Combine(Folder, "audit.key");
        Variables["PAWL_ANCHORS"] = $"dir://{Path.Combine(Folder, "anchors")}";
        await DoneAsync("audit", "key", Variables["PAWL_AUDIT_KEY_FILE"]);
    }

    private void Sql(string id, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Store, id + ".db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
