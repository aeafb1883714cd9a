using System.Text.Json;

namespace Pawl.EndToEnd.Verbs;

/// <summary>How long a store keeps builds, and what is written of those that go.</summary>
public sealed class RetentionTests : CommandFixture
{
    private string Report => Path.Combine(Folder, "reports", "prune.json");

    [Fact]
    public async Task A_store_keeps_all_for_30_days_until_it_is_told_otherwise()
    {
        Assert.Equal(
            "finished builds stay for 30d after their last change, failed builds stay for 30d after their last change; the default\n",
            (await DoneAsync("store", "retention")).Out);
        Variables["PAWL_WORKER"] = "anna@ops";
        Assert.Matches(
            "^finished builds stay for 30d after their last change, failed builds stay forever; set 20.* by anna@ops\n$",
            (await DoneAsync("store", "retention", "--failed", "forever")).Out);
        await DoneAsync("store", "retention", "--finished", "90d");
        var json = (await DoneAsync("store", "retention", "--json")).Json;
        Assert.Equal(("90d", "forever", "anna@ops"), (Text(json, "finished"), Text(json, "failed"), Text(json, "setBy")));
        Assert.Equal("30d", Text((await DoneAsync("store", "retention", $"dir://{Folder}/other", "--json")).Json, "failed"));
        Assert.Equal("90d", Text((await DoneAsync("store", "retention", "--failed", "60d", "--json")).Json, "finished"));
        (await PawlAsync("store", "retention", "--failed", "always")).IsRefused(2, "--failed", "52w", "forever");
    }

    [Fact]
    public async Task Pruning_applies_it_to_finished_and_failed_builds_in_one_pass()
    {
        await CompleteAsync("done");
        await FailAsync("failed");
        await InitAsync("running");
        Assert.Equal("0 removed, 0 kept that are old enough\n", (await DoneAsync("prune", "--without-backup")).Out);
        await DoneAsync("store", "retention", "--finished", "0s", "--failed", "forever");
        Assert.Equal(["done"], Removed(await DoneAsync("prune", "--without-backup", "--dry-run", "--json")));
        await DoneAsync("store", "retention", "--failed", "0s");
        Assert.Equal(["done", "failed"], Removed(await DoneAsync("prune", "--without-backup", "--json")));
        Assert.Equal(["running"], (await DoneAsync("list", "--json")).Json.EnumerateArray().Select(build => Text(build, "buildId")));
    }

    [Fact]
    public async Task What_the_options_say_goes_before_it()
    {
        await FailAsync("web-1");
        await DoneAsync("store", "retention", "--finished", "forever", "--failed", "forever");
        Assert.Empty(Removed(await DoneAsync("prune", "--without-backup", "--older-than", "0s", "--json")));
        Assert.Empty(Removed(await DoneAsync("prune", "--without-backup", "--status", "failed", "--json")));
        Assert.Equal(["web-1"], Removed(await DoneAsync("prune", "--without-backup", "--status", "failed", "--older-than", "0s", "--json")));
    }

    [Fact]
    public async Task A_report_says_what_went_and_what_stayed_and_why_and_by_whom()
    {
        Variables["PAWL_WORKER"] = "anna@ops";
        Variables["PAWL_REASON"] = "monthly, token=glpat-ABCDEFGHIJ0123456789";
        Variables["PAWL_BACKUP"] = $"dir://{Folder}/backup";
        await FailAsync("gone");
        await FailAsync("held");
        await DoneAsync("hold", "place", "held", "--reason", "case 117");
        await DoneAsync("backup", "run");
        await FailAsync("unsaved");
        await DoneAsync("store", "retention", "--failed", "0s");
        await DoneAsync("prune", "--report", Report);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Report));
        Assert.Equal(Report, Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(Report)!)));
        var report = await ReadAsync();
        Assert.Equal((true, false), (report.GetProperty("complete").GetBoolean(), report.GetProperty("dryRun").GetBoolean()));
        var by = report.GetProperty("by");
        Assert.Equal(("anna@ops", Environment.UserName), (Text(by, "worker"), Text(by, "user")));
        Assert.StartsWith("monthly", Text(by, "why"), StringComparison.Ordinal);
        Assert.DoesNotContain("glpat-ABCDEFGHIJ", report.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((Store, $"{Folder}/backup"), (Text(report, "store"), Text(report, "backup")));
        var policy = report.GetProperty("policy");
        Assert.Equal(("store", "30d", "0s", "anna@ops"), (Text(policy, "source"), Text(policy, "finished"), Text(policy, "failed"), Text(policy, "setBy")));
        Assert.Equal("52w", Text(policy.GetProperty("backup"), "weekly"));
        var counts = report.GetProperty("counts").GetProperty("store");
        Assert.Equal((1, 2), (counts.GetProperty("removed").GetInt32(), counts.GetProperty("kept").GetInt32()));
        var things = report.GetProperty("things").EnumerateArray().ToDictionary(thing => Text(thing, "buildId"), thing => (Text(thing, "result"), Text(thing, "message")));
        Assert.Equal("removed", things["gone"].Item1);
        Assert.StartsWith("failed, last changed ", things["gone"].Item2, StringComparison.Ordinal);
        Assert.Contains("case 117", things["held"].Item2, StringComparison.Ordinal);
        Assert.Contains("doesn't hold all of it", things["unsaved"].Item2, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_writes_one_that_says_so()
    {
        await FailAsync("web-1");
        await DoneAsync("prune", "--without-backup", "--status", "failed", "--older-than", "0s", "--dry-run", "--report", Report);
        var report = await ReadAsync();
        Assert.Equal((true, true), (report.GetProperty("complete").GetBoolean(), report.GetProperty("dryRun").GetBoolean()));
        Assert.Equal(("options", JsonValueKind.Null, JsonValueKind.Null), (
            Text(report.GetProperty("policy"), "source"), report.GetProperty("policy").GetProperty("finished").ValueKind, report.GetProperty("backup").ValueKind));
        Assert.Equal("removed", Text(report.GetProperty("things")[0], "result"));
        await DoneAsync("status", "web-1");
        Assert.Empty((await DoneAsync("audit", "tombstones")).Out);
    }

    [Fact]
    public async Task Where_a_report_can_not_be_written_nothing_is_removed_and_an_earlier_one_stays()
    {
        await FailAsync("web-1");
        string[] prune = ["prune", "--without-backup", "--status", "failed", "--older-than", "0s", "--report"];
        await File.WriteAllTextAsync(Path.Combine(Folder, "file"), "x", TestContext.Current.CancellationToken);
        (await PawlAsync([.. prune, Path.Combine(Folder, "file", "report.json")])).IsRefused(2, "--report", "can't be written", "Nothing was done");
        (await PawlAsync([.. prune, Path.Combine(Folder, "file")])).IsRefused(2, "is there already");
        Assert.Equal("x", await File.ReadAllTextAsync(Path.Combine(Folder, "file"), TestContext.Current.CancellationToken));
        await DoneAsync("status", "web-1");
    }

    [Fact]
    public async Task A_pass_that_ends_with_an_error_leaves_a_report_of_what_was_done_before()
    {
        await FailAsync("web-1");
        await FailAsync("web-2");
        var tombstones = Directory.CreateDirectory(Path.Combine(Store, ".pawl", "tombstones"));
        // The one that changed last goes first.
        await File.WriteAllTextAsync(Path.Combine(tombstones.FullName, "web-1"), "in the way", TestContext.Current.CancellationToken);
        var answer = await PawlAsync("prune", "--without-backup", "--status", "failed", "--older-than", "0s", "--report", Report);
        Assert.Equal(8, answer.Code);
        var report = await ReadAsync();
        Assert.False(report.GetProperty("complete").GetBoolean());
        Assert.Contains(".pawl/tombstones/web-1", Text(report, "error"), StringComparison.Ordinal);
        Assert.Equal("web-2", Text(Assert.Single(report.GetProperty("things").EnumerateArray()), "buildId"));
        await DoneAsync("status", "web-1");
    }

    private async Task CompleteAsync(string id)
    {
        await InitAsync(id);
        while ((await PawlAsync("succeed", id)).Code == 0)
        {
        }
    }

    private async Task FailAsync(string id)
    {
        await InitAsync(id);
        await DoneAsync("fail", id, "--error", "no mirror");
    }

    private async Task<JsonElement> ReadAsync() => JsonDocument.Parse(await File.ReadAllTextAsync(Report, TestContext.Current.CancellationToken)).RootElement;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static IEnumerable<string> Removed(Answer answer) =>
        answer.Json.EnumerateArray().Where(thing => Text(thing, "result") == "removed").Select(thing => Text(thing, "buildId"));
}
