using System.Diagnostics;
using Pawl.EndToEnd.Concourse.Runs;

namespace Pawl.EndToEnd.Concourse;

/// <summary>A generated pipeline run as Concourse would: to its end, through failures, lost workers and aborts, and again.</summary>
public sealed class GeneratedRunTests : GeneratedFixture
{
    [Fact]
    public async Task A_job_goes_through_the_states_in_order_with_files_outputs_and_environment()
    {
        var (end, run) = await RunJobAsync(await GenerateAsync(PipelineText()));

        Assert.True(end == StepEnd.Succeeded, run.Log);
        Assert.Equal(["5 web-42 aws rhel8-webserver 5 1 it's \"quoted\"", "10 ami-1 2 recipe", "42", "100"], Traced());
        Assert.Equal(["0 completed", "5 started", "5 completed", "10 started", "10 completed", "42 started", "42 completed", "100 started", "100 completed"], await HistoryAsync());
        var build = await StatusAsync();
        Assert.Equal(("completed", "yes", "https://ci.example.org/builds/1001"), (
            build.GetProperty("status").GetString(), build.GetProperty("metadata").GetProperty("published").GetString(),
            build.GetProperty("metadata").GetProperty("concourse_url").GetString()));
        Assert.Equal(("rootfs", 7), (build.GetProperty("artifacts")[0].GetProperty("name").GetString(), build.GetProperty("artifacts")[0].GetProperty("size").GetInt32()));
    }

    [Fact]
    public async Task A_completed_build_s_job_does_nothing_when_it_is_run_again()
    {
        var yaml = await GenerateAsync(PipelineText());
        await RunJobAsync(yaml);
        var before = await StatusAsync();

        var (end, run) = await RunJobAsync(yaml);

        Assert.True(end == StepEnd.Succeeded, run.Log);
        Assert.Equal(4, Traced().Length);
        Assert.Equal(before.GetProperty("version").GetInt64(), (await StatusAsync()).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task A_failed_state_is_tried_again_then_recorded_with_its_log_and_the_next_run_resumes_there()
    {
        var gate = Path.Combine(Folder, "gate");
        // Its files are gone with the first run: a state that fetches what it needs itself.
        var text = PipelineText($"echo 'curl: (6) Could not resolve host: deb.example.org' >&2; test -e '{gate}'").Replace("    needs: [rootfs]\n", "", StringComparison.Ordinal)
            .Replace("$(cat rootfs)", "recipe", StringComparison.Ordinal);
        var yaml = await GenerateAsync(text);

        var (end, run) = await RunJobAsync(yaml);

        Assert.True(end == StepEnd.Failed, run.Log);
        var failed = await StatusAsync();
        Assert.Equal((10, "failed", 2), (failed.GetProperty("currentState").GetInt32(), failed.GetProperty("status").GetString(), failed.GetProperty("retryCount").GetInt32()));
        var error = failed.GetProperty("lastFailure").GetProperty("errorMessage").GetString()!;
        Assert.Contains("exit code 1", error, StringComparison.Ordinal);
        Assert.Contains("Could not resolve host", error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-value-77", error, StringComparison.Ordinal);
        Assert.Equal("transient", failed.GetProperty("lastFailure").GetProperty("category").GetString());

        // Used-up tries need a person.
        var (refused, second) = await RunJobAsync(yaml);
        Assert.True(refused == StepEnd.Failed, second.Log);
        Assert.Contains("has used up its tries (2 of 2)", second.Log, StringComparison.Ordinal);
        Assert.Equal(3, Traced().Length);

        await File.WriteAllTextAsync(gate, "");
        Assert.Equal(StepEnd.Succeeded, (await RunJobAsync(yaml, "tiny-allow-retry")).End);
        var (resumed, third) = await RunJobAsync(yaml);

        Assert.True(resumed == StepEnd.Succeeded, third.Log);
        Assert.Equal(["5", "10", "10", "10", "42", "100"], Traced().Select(line => line.Split(' ')[0]));
        Assert.Equal("completed", (await StatusAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_task_killed_in_the_middle_of_its_state_is_an_attempt_that_failed_and_is_tried_again()
    {
        var gate = Path.Combine(Folder, "gate");
        var yaml = await GenerateAsync(PipelineText($"test -e '{gate}' || {{ touch '{gate}'; kill -9 $$; }}"));

        var (end, run) = await RunJobAsync(yaml);

        Assert.True(end == StepEnd.Succeeded, run.Log);
        Assert.Equal(["5", "10", "10", "42", "100"], Traced().Select(line => line.Split(' ')[0]));
        Assert.Equal(["10 started", "10 failed", "10 started", "10 completed"], (await HistoryAsync()).Where(row => row.StartsWith("10 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_task_whose_shell_is_killed_with_it_leaves_no_exit_code_and_is_recorded_all_the_same()
    {
        var gate = Path.Combine(Folder, "gate");
        // The state's shell, and the one that runs it: nothing is left that could say how it ended.
        var yaml = await GenerateAsync(PipelineText($"test -e '{gate}' || {{ touch '{gate}'; kill -9 $PPID $(ps -o ppid= -p $PPID) $$; }}"));

        var (end, run) = await RunJobAsync(yaml);

        Assert.True(end == StepEnd.Succeeded, run.Log);
        Assert.Contains("10 failed", await HistoryAsync());
        Assert.Contains("task state-10-green: Failed", run.Steps);
    }

    [Fact]
    public async Task A_run_that_is_gone_without_a_word_is_taken_over_by_the_next_run_of_the_job()
    {
        var yaml = await GenerateAsync(PipelineText($"test -e '{Folder}/gate' || {{ touch '{Folder}/gate'; exec sleep 600; }}"));
        var lost = NewRun(yaml);
        using var power = new CancellationTokenSource();
        var running = lost.RunUntilLostAsync(Job, power.Token);
        await UntilAsync(() => File.Exists($"{Folder}/gate"));
        await power.CancelAsync();
        await running;
        Assert.Equal(10, (await StatusAsync()).GetProperty("attempt").GetProperty("state").GetInt32());
        Assert.Equal(6, (await PawlAsync("check", Build, "--store", $"dir://{Store}")).Code);

        // Its files are gone too: what state 10 needs is made again after a rollback.
        var (end, run) = await RunJobAsync(yaml);
        Assert.True(end == StepEnd.Failed, run.Log);
        Assert.Contains("artifact rootfs is missing", run.Log, StringComparison.Ordinal);
        InRun(9, Job);
        await PutAsync(Action("rollback", ("to", 5), ("reason", "its files are gone")), new() { ["store"] = $"dir://{Store}", ["build"] = Build, ["holder"] = "job" });
        (end, run) = await RunJobAsync(yaml);

        Assert.True(end == StepEnd.Succeeded, run.Log);
        Assert.Equal(["5", "10", "5", "10", "42", "100"], Traced().Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task A_lost_worker_is_a_transient_failure_and_the_build_is_free()
    {
        var yaml = await GenerateAsync(PipelineText());

        var (end, run) = await RunJobAsync(yaml, Job, "state-42-configure");

        Assert.True(end == StepEnd.Errored, run.Log);
        var build = await StatusAsync();
        Assert.Equal((42, "failed", System.Text.Json.JsonValueKind.Null), (build.GetProperty("currentState").GetInt32(), build.GetProperty("status").GetString(), build.GetProperty("lease").ValueKind));
        Assert.Equal("transient", build.GetProperty("lastFailure").GetProperty("category").GetString());
    }

    [Fact]
    public async Task An_aborted_run_leaves_the_state_interrupted_and_free_and_the_next_one_goes_on_there()
    {
        var yaml = await GenerateAsync(PipelineText().Replace("echo 42 >>", "{ test -e ../gate || { touch ../gate; exec sleep 600; }; } && echo 42 >>", StringComparison.Ordinal)
            .Replace("../gate", $"{Folder}/gate", StringComparison.Ordinal));
        var run = NewRun(yaml);
        using var abort = new CancellationTokenSource();
        var running = run.RunAsync(Job, abort.Token);
        await UntilAsync(() => File.Exists($"{Folder}/gate"));
        await abort.CancelAsync();

        Assert.Equal(StepEnd.Aborted, await running);

        Assert.Equal("put build interrupt 42: Succeeded", run.Steps[^1]);
        Assert.Equal("42 interrupted", (await HistoryAsync())[^1]);
        Assert.Equal(5, (await PawlAsync("check", Build, "--store", $"dir://{Store}")).Code);
        var (end, again) = await RunJobAsync(yaml);
        Assert.True(end == StepEnd.Succeeded, again.Log);
        Assert.Equal(["5", "10", "42", "100"], Traced().Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task What_a_state_leaves_running_doesn_t_hold_its_task_up()
    {
        var (end, run) = await RunJobAsync(await GenerateAsync(PipelineText($"sleep 600 & echo $! >'{Folder}/left'")));
        using var left = Process.GetProcessById(int.Parse((await File.ReadAllTextAsync($"{Folder}/left")).Trim(), System.Globalization.CultureInfo.InvariantCulture));
        left.Kill();

        Assert.True(end == StepEnd.Succeeded, run.Log);
    }

    [Fact]
    public async Task A_task_that_takes_too_long_is_a_failure_that_says_so()
    {
        var (end, run) = await RunJobAsync(await GenerateAsync(PipelineText("exec sleep 600").Replace("timeout: 30s", "timeout: 2s", StringComparison.Ordinal).Replace("attempts: 2", "attempts: 1", StringComparison.Ordinal)));

        Assert.True(end == StepEnd.Failed, run.Log);
        Assert.Contains("timed out after 2s", (await StatusAsync()).GetProperty("lastFailure").GetProperty("errorMessage").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_whose_outputs_can_t_be_recorded_is_a_failure_that_says_so()
    {
        var (end, run) = await RunJobAsync(await GenerateAsync(PipelineText("echo 'no such line' >>\"$PAWL_OUTPUT\"").Replace("attempts: 2", "attempts: 1", StringComparison.Ordinal)));

        Assert.True(end == StepEnd.Failed, run.Log);
        Assert.Contains("`params.metadata_file` line 1: neither key=value", run.Log, StringComparison.Ordinal);
        Assert.StartsWith("the task did its work, but what it left could not be recorded", (await StatusAsync()).GetProperty("lastFailure").GetProperty("errorMessage").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_job_can_t_take_a_build_that_this_one_works_on()
    {
        var yaml = await GenerateAsync(PipelineText());
        InRun(1, "other");
        await BeginAsync();
        await PutAsync(Action("start"));

        var (end, run) = await RunJobAsync(yaml);

        Assert.True(end == StepEnd.Failed, run.Log);
        Assert.Contains("is held by concourse main/images/other #1", run.Log, StringComparison.Ordinal);
        Assert.Empty(Traced());
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
            await Task.Delay(20, limit.Token);
    }
}
