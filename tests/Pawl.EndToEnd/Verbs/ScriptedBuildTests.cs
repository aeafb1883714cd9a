namespace Pawl.EndToEnd.Verbs;

/// <summary>A script drives a build: the guide's functions, verb by verb.</summary>
public sealed class ScriptedBuildTests : CommandFixture
{
    [Fact]
    public async Task A_new_build_stands_at_0_and_one_success_later_at_5()
    {
        await InitAsync("web-42");
        await DoneAsync("start", "web-42", "0");
        await DoneAsync("succeed", "web-42", "0");

        var build = (await DoneAsync("status", "web-42", "--json")).Json;

        Assert.Equal(5, build.GetProperty("currentState").GetInt32());
        Assert.Equal("running", build.GetProperty("status").GetString());
        Assert.Equal("Kickstart initiated", build.GetProperty("stateName").GetString());
    }

    [Fact]
    public async Task A_build_that_succeeds_state_by_state_is_completed_after_21_of_them()
    {
        await InitAsync("web-42");
        for (var state = 0; state <= 100; state += 5)
            await DoneAsync("succeed", "web-42", $"{state}");

        var build = (await DoneAsync("status", "web-42", "--json")).Json;

        Assert.Equal((100, "completed"), (build.GetProperty("currentState").GetInt32(), build.GetProperty("status").GetString()));
        (await PawlAsync("succeed", "web-42")).IsRefused(4, "completed");
    }

    [Fact]
    public async Task Status_as_JSON_has_the_guide_s_fields_first_and_in_its_order()
    {
        await InitAsync("web-42");
        await DoneAsync("start", "web-42");
        await DoneAsync("fail", "web-42", "--error", "Network timeout during OS install");

        var build = (await DoneAsync("status", "web-42", "--json")).Json;

        string[] guide = ["buildId", "currentState", "cloudProvider", "imageType", "startTime", "lastUpdate", "status", "stateHistory", "metadata"];
        Assert.Equal(guide, build.EnumerateObject().Select(p => p.Name).Take(guide.Length));
        var failed = build.GetProperty("stateHistory")[1];
        Assert.Equal(["state", "timestamp", "status", "errorMessage"], failed.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Network timeout during OS install", failed.GetProperty("errorMessage").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", failed.GetProperty("timestamp").GetString()!);
    }

    [Fact]
    public async Task A_failure_keeps_the_state_and_counts_until_somebody_retries_it()
    {
        await InitAsync("web-42");
        await DoneAsync("fail", "web-42", "0", "--error", "mirror down");
        await DoneAsync("fail", "web-42", "0", "--error", "mirror still down");
        var failed = (await DoneAsync("status", "web-42", "--json")).Json;
        Assert.Equal((0, "failed", 2), Facts(failed));

        (await PawlAsync("retry", "web-42")).IsRefused(2, "--reason");
        var retried = (await DoneAsync("retry", "web-42", "--reason", "mirror is back", "--json")).Json;

        Assert.Equal((0, "running", 0), Facts(retried));
        Assert.Contains("Manual retry: mirror is back", (await DoneAsync("history", "web-42")).Out, StringComparison.Ordinal);

        static (int State, string Status, int Retries) Facts(System.Text.Json.JsonElement build) =>
            (build.GetProperty("currentState").GetInt32(), build.GetProperty("status").GetString()!, build.GetProperty("retryCount").GetInt32());
    }

    [Fact]
    public async Task A_rollback_goes_to_the_completed_state_before_or_to_the_one_that_is_named()
    {
        await InitAsync("web-42");
        foreach (var state in new[] { "0", "5", "10" })
            await DoneAsync("succeed", "web-42", state);

        var one = (await DoneAsync("rollback", "web-42", "--reason", "bad image", "--json")).Json;
        var named = (await DoneAsync("rollback", "web-42", "--to", "0", "--reason", "all of it", "--json")).Json;

        Assert.Equal((10, 0), (one.GetProperty("currentState").GetInt32(), named.GetProperty("currentState").GetInt32()));
        (await PawlAsync("rollback", "web-42", "--to", "55", "--reason", "x")).IsRefused(4, "55");
    }

    [Fact]
    public async Task Metadata_goes_in_with_a_success_or_alone_and_comes_out_as_it_was()
    {
        await InitAsync("web-42");
        await DoneAsync("succeed", "web-42", "--set", "image=ami-0abc", "--set", "note=a=b \"c\"");
        await DoneAsync("meta", "set", "web-42", "multi=one\ntwo", "empty=");

        Assert.Equal("a=b \"c\"\n", (await DoneAsync("meta", "get", "web-42", "note")).Out);
        Assert.Equal("one\ntwo\n", (await DoneAsync("meta", "get", "web-42", "multi")).Out);
        Assert.Equal("empty=\nimage=ami-0abc\nmulti=one\\ntwo\nnote=a=b \"c\"\n", (await DoneAsync("meta", "list", "web-42")).Out);
        Assert.Equal("ami-0abc", (await DoneAsync("meta", "list", "web-42", "--json")).Json.GetProperty("image").GetString());
        (await PawlAsync("meta", "get", "web-42", "nothing")).IsRefused(4, "nothing");
        (await PawlAsync("meta", "set", "web-42", "no-value")).IsRefused(2, "no-value", "KEY=VALUE");
    }

    [Fact]
    public async Task Metadata_comes_from_a_file_or_standard_input_where_no_list_of_processes_shows_it()
    {
        await InitAsync("web-42");
        await File.WriteAllTextAsync(Path.Combine(Folder, "notes"), "one\n\ntwo\n");
        await DoneAsync("meta", "set", "web-42", "notes", "--file", "notes");
        var piped = await PawlAsync(["meta", "set", "web-42", "host", "--file", "-"], input: "builder-7\n");
        var several = await PawlAsync(["meta", "set", "web-42", "--file", "-", "--json"], input: """{"image":"ami-1","last":"line\n","db_password":"hunter2hunter2"}""");

        Assert.Equal((0, 0), (piped.Code, several.Code));
        var kept = (await DoneAsync("meta", "list", "web-42", "--json")).Json;
        Assert.Equal(("one\n\ntwo", "builder-7", "ami-1", "line\n"), (Text("notes"), Text("host"), Text("image"), Text("last")));
        Assert.DoesNotContain("hunter2", Text("db_password"), StringComparison.Ordinal);

        string Text(string key) => kept.GetProperty(key).GetString()!;
    }

    [Fact]
    public async Task A_resume_token_is_what_the_script_set_last()
    {
        await InitAsync("web-42");
        Assert.Equal("", (await DoneAsync("token", "get", "web-42")).Out);
        await DoneAsync("token", "set", "web-42", "partition-2");
        await DoneAsync("token", "set", "web-42", "partition-3");

        Assert.Equal("partition-3\n", (await DoneAsync("token", "get", "web-42")).Out);
        Assert.Equal("partition-3", (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("resumeToken").GetString());
    }

    [Fact]
    public async Task The_history_can_be_cut_to_its_newest_lines()
    {
        await InitAsync("web-42");
        foreach (var state in new[] { "0", "5", "10" })
            await DoneAsync("succeed", "web-42", state);

        var lines = (await DoneAsync("history", "web-42", "--limit", "2")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Collection(lines, one => Assert.Contains(" 5  completed", one, StringComparison.Ordinal), two => Assert.Contains(" 10  completed", two, StringComparison.Ordinal));
    }
}
