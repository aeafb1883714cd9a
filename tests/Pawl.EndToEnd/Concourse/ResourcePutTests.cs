using System.Text.Json.Nodes;

namespace Pawl.EndToEnd.Concourse;

/// <summary>What puts do, also twice.</summary>
public sealed class ResourcePutTests : ConcourseFixture
{
    [Fact]
    public async Task Init_of_a_build_that_is_there_goes_on_with_it()
    {
        var first = await BeginAsync();
        var again = await BeginAsync();

        Assert.Equal(first.Version.ToJsonString(), again.Version.ToJsonString());
        Assert.Contains("is there already, at state 0", again.Log, StringComparison.Ordinal);
        (await OutRawAsync(Action("init", ("provider", "azure"), ("image_type", "rhel8-webserver")))).IsRefused(4, "aws/rhel8-webserver", "azure/rhel8-webserver");
    }

    [Fact]
    public async Task Init_takes_states_provider_and_type_from_a_pipeline_file_of_a_step_before()
    {
        WriteInput("source/p.yaml", "name: web\nprovider: gcp\nimage_type: debian12\nstates:\n- {code: 42, name: Middle}\n- {code: 100, name: End}\n");

        var begun = await PutAsync(Action("init", ("pipeline", "source/p.yaml")));

        Assert.Equal(("42", "Middle", "gcp", "debian12"), (Read(begun.Got, "current_state"), Read(begun.Got, "state_name"), Read(begun.Got, "provider"), Read(begun.Got, "image_type")));
        WriteInput("source/p.yaml", "name: web\nprovider: gcp\nimage_type: debian12\nstates:\n- {code: 42, name: Middle}\n- {code: 43, name: More}\n- {code: 100, name: End}\n");
        Assert.Contains("new states: 43", (await PutAsync(Action("init", ("pipeline", "source/p.yaml")))).Log, StringComparison.Ordinal);
        Assert.Equal("43", (string?)(await PutAsync(Action("succeed"))).Version["state"]);
    }

    [Fact]
    public async Task A_build_s_id_may_come_from_a_file()
    {
        WriteInput("made/id", " web-7\n");
        var source = new JsonObject { ["store"] = $"dir://{Store}" };

        var begun = await PutAsync(Action("init", ("provider", "aws"), ("image_type", "t"), ("build_file", "made/id")), source);

        Assert.Equal("web-7", (string?)begun.Version["build"]);
        (await OutRawAsync(Action("start", ("build_file", "made/id")))).IsRefused(1, "params.build_file", "web-7", "web-42");
        (await OutRawAsync(Action("start"), source)).IsRefused(1, "no build is named");
        WriteInput("made/id", "../x");
        (await OutRawAsync(Action("start", ("build_file", "made/id")), source)).IsRefused(1, "params.build_file", "letters, digits");
    }

    [Fact]
    public async Task Succeed_twice_completes_one_state()
    {
        await BeginAsync();
        WriteInput("report/output", "ami_id=ami-1\nnotes<<EOF\na\nb\nEOF\n");

        var first = await PutAsync(Action("succeed", ("state", 0), ("metadata_file", "report/output"), ("metadata", new JsonObject { ["region"] = "eu" })));
        var again = await PutAsync(Action("succeed", ("state", 0)));

        Assert.Equal("5", (string?)first.Version["state"]);
        Assert.Equal(first.Version.ToJsonString(), again.Version.ToJsonString());
        Assert.Contains("state 0 is completed already", again.Log, StringComparison.Ordinal);
        Assert.Equal(("ami-1", "a\nb", "eu"), (Read(first.Got, "metadata/ami_id"), Read(first.Got, "metadata/notes"), Read(first.Got, "metadata/region")));
    }

    [Fact]
    public async Task An_overtaken_attempt_completes_nothing()
    {
        await BeginAsync();
        var first = await PutAsync(Action("start"));
        await PutAsync(Action("start"));
        WriteInput("report/attempt", Read(first.Got, "attempt"));

        (await OutRawAsync(Action("succeed", ("state", 0), ("attempt_file", "report/attempt")))).IsRefused(4, "attempt 1", "followed by attempt 2");

        WriteInput("report/attempt", "2\n");
        Assert.Equal("5", (string?)(await PutAsync(Action("succeed", ("state", 0), ("attempt_file", "report/attempt")))).Version["state"]);
        WriteInput("report/attempt", "skipped\n");
        Assert.Contains("nothing is recorded", (await PutAsync(Action("succeed", ("state", 5), ("attempt_file", "report/attempt")))).Log, StringComparison.Ordinal);
        Assert.Equal(5, (await StatusAsync()).GetProperty("currentState").GetInt32());
    }

    [Fact]
    public async Task Fail_twice_is_one_failure_with_the_end_of_its_log()
    {
        await BeginAsync();
        await PutAsync(Action("start"));
        WriteInput("report/log", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n")) + "E: Unable to locate package nginx\n");
        WriteInput("report/exit", "100\n");
        var parameters = Action("fail", ("state", 0), ("error_file", "report/log"), ("exit_file", "report/exit"));

        var first = await PutAsync(parameters);
        var again = await PutAsync((JsonObject)parameters.DeepClone());

        Assert.Equal(first.Version.ToJsonString(), again.Version.ToJsonString());
        Assert.Equal("failed", (string?)first.Version["status"]);
        var build = await StatusAsync();
        Assert.Equal(1, build.GetProperty("retryCount").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, build.GetProperty("lease").ValueKind);
        var error = Read(first.Got, "error");
        Assert.StartsWith("exit code 100\n", error, StringComparison.Ordinal);
        Assert.Contains("Unable to locate package nginx", error, StringComparison.Ordinal);
        Assert.True(error.Length < 5_000);
    }

    [Fact]
    public async Task A_failure_is_recorded_also_when_its_log_is_not_there()
    {
        await BeginAsync();

        var failed = await PutAsync(Action("fail", ("error_file", "report/log"), ("error", "the worker was lost")));

        Assert.Equal("the worker was lost", Read(failed.Got, "error"));
        Assert.Contains("there is no report/log", failed.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_of_the_pipeline_file_classify_by_the_exit_code()
    {
        WriteInput("source/p.yaml", "name: web\nprovider: gcp\nimage_type: debian12\nstates:\n- {code: 5, name: Try, run: x, persistent: [\"exit 75\"]}\n- {code: 100, name: End}\n");
        await PutAsync(Action("init", ("pipeline", "source/p.yaml")));
        WriteInput("report/exit", "75");
        WriteInput("report/log", "odd\n");

        await PutAsync(Action("fail", ("error_file", "report/log"), ("exit_file", "report/exit"), ("pipeline", "source/p.yaml")));

        var failure = (await StatusAsync()).GetProperty("lastFailure");
        Assert.Equal(("persistent", "exit 75"), (failure.GetProperty("category").GetString(), failure.GetProperty("rule").GetString()));
    }

    [Fact]
    public async Task A_failure_that_trying_again_doesn_t_mend_isn_t_tried_again_in_the_same_run()
    {
        InRun(1);
        await BeginAsync();
        await PutAsync(Action("start"));
        await PutAsync(Action("fail", ("error", "wrong"), ("category", "persistent")));

        (await OutRawAsync(Action("start"))).IsRefused(4, "trying again doesn't mend", "in this very run");

        InRun(2);
        Assert.Equal("2", Read((await PutAsync(Action("start"))).Got, "attempt"));
    }

    [Fact]
    public async Task Start_waits_for_the_time_of_the_next_try()
    {
        WriteInput("source/p.yaml", "name: web\nprovider: gcp\nimage_type: debian12\nstates:\n- {code: 5, name: Try, run: x, retry: {strategy: standard, attempts: 3, initial: 5s}}\n- {code: 100, name: End}\n");
        await PutAsync(Action("init", ("pipeline", "source/p.yaml")));
        var failed = await PutAsync(Action("fail", ("error", "mirror not reachable"), ("category", "transient"), ("pipeline", "source/p.yaml")));
        var due = (DateTimeOffset)JsonNode.Parse(Read(failed.Got, "state.json"))!["retryAt"]!;

        var started = await PutAsync(Action("start", ("wait", true), ("pipeline", "source/p.yaml")));

        Assert.Contains("the next try is due at", started.Log, StringComparison.Ordinal);
        Assert.True((await StatusAsync()).GetProperty("attempt").GetProperty("startedAt").GetDateTimeOffset() >= due);
    }

    [Fact]
    public async Task Rollback_goes_back_once_however_often_it_is_put()
    {
        await BeginAsync();
        foreach (var _ in Enumerable.Range(0, 3))
            await PutAsync(Action("succeed"));

        var first = await PutAsync(Action("rollback", ("to", 5), ("reason", "wrong packages")));
        var again = await PutAsync(Action("rollback", ("to", 5), ("reason", "wrong packages")));

        Assert.Equal("5", (string?)first.Version["state"]);
        Assert.Equal(first.Version.ToJsonString(), again.Version.ToJsonString());
        (await OutRawAsync(Action("rollback", ("to", 50), ("reason", "r")))).IsRefused(4, "can't go back to state 50");
        (await OutRawAsync(Action("rollback", ("reason", "r")))).IsRefused(1, "params.to");
    }

    [Fact]
    public async Task Retry_and_interrupt_of_what_is_not_there_change_nothing()
    {
        var begun = await BeginAsync();

        Assert.Equal(begun.Version.ToJsonString(), (await PutAsync(Action("retry", ("reason", "r")))).Version.ToJsonString());
        Assert.Equal(begun.Version.ToJsonString(), (await PutAsync(Action("interrupt"))).Version.ToJsonString());
        await PutAsync(Action("fail", ("error", "e")));
        Assert.Equal("running", (string?)(await PutAsync(Action("retry", ("reason", "looked into it")))).Version["status"]);
    }

    [Fact]
    public async Task Another_run_is_kept_off_and_can_t_interrupt()
    {
        InRun(1);
        await BeginAsync();
        await PutAsync(Action("start"));
        InRun(2);

        foreach (var action in (JsonObject[])[Action("start"), Action("succeed"), Action("fail", ("error", "e")), Action("init")])
            (await OutRawAsync(action)).IsRefused(6, "held by concourse main/images/image #1");
        Assert.Contains("no open attempt of this job", (await PutAsync(Action("interrupt"))).Log, StringComparison.Ordinal);
        Assert.Equal("1", Read((await PutAsync(Action("meta", ("metadata", new JsonObject { ["k"] = "v" })))).Got, "attempt"));
    }
}
