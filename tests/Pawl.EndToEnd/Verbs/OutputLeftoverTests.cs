using System.Diagnostics;
using Pawl.EndToEnd.Processes;

namespace Pawl.EndToEnd.Verbs;

/// <summary>What a task wrote into its output file is in the clear while it runs, and not for longer, however its worker ended.</summary>
public sealed class OutputLeftoverTests : CommandFixture
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    private string Logs => Path.Combine(Store, "logs");

    [Fact]
    public async Task A_worker_that_is_killed_takes_its_tasks_output_file_along()
    {
        await PipelineAsync("echo note=planted > $PAWL_OUTPUT; touch began; sleep 600");
        using var worker = Process.Start(StartOf(Programs.Pawl, ["run", "p.yaml", "--build-id", "web-1"]))!;
        await UntilAsync(() => File.Exists(Path.Combine(Folder, "began")));
        Assert.Single(Outputs());
        worker.Kill();
        await UntilAsync(() => Outputs().Length == 0);
    }

    [Fact]
    public async Task What_is_left_of_an_attempt_that_is_over_goes_with_the_next_change_of_the_build()
    {
        await PipelineAsync("true", "false");
        Assert.Equal(5, (await PawlAsync("run", "p.yaml", "--build-id", "web-1")).Code);
        foreach (var change in (string[])["retry web-1 --reason x", "start web-1", "fail web-1 --error x", "rollback web-1 --to 5 --reason x", "meta set web-1 a=b", "succeed web-1"])
        {
            await LeaveAsync("web-1", "005-1.out");
            await DoneAsync(change.Split(' '));
            Assert.True(Outputs().Length == 0, change);
        }
    }

    [Fact]
    public async Task A_task_that_changes_its_own_build_keeps_its_output_file()
    {
        await PipelineAsync("echo early=1 > $PAWL_OUTPUT; pawl meta set $BUILD_ID from=task; echo late=2 >> $PAWL_OUTPUT");
        await LeaveAsync("web-1", "005-7.out");
        Assert.Equal(0, (await PawlAsync("run", "p.yaml", "--build-id", "web-1")).Code);
        Assert.Equal("early=1\nfrom=task\nlate=2\n", (await DoneAsync("meta", "list", "web-1")).Out);
        Assert.Empty(Outputs());
    }

    [Fact]
    public async Task A_prune_removes_those_of_all_builds_that_nobody_works_on()
    {
        await PipelineAsync("true");
        Assert.Equal(0, (await PawlAsync("run", "p.yaml", "--build-id", "web-1")).Code);
        await LeaveAsync("web-1", "005-1.out");
        await LeaveAsync("gone", "005-1.out");
        await DoneAsync("prune", "--without-backup", "--older-than", "1d");
        Assert.Empty(Outputs());
    }

    private string[] Outputs() => Directory.Exists(Logs) ? Directory.GetFiles(Logs, "*.out", SearchOption.AllDirectories) : [];

    private async Task LeaveAsync(string build, string name)
    {
        Directory.CreateDirectory(Path.Combine(Logs, build));
        await File.WriteAllTextAsync(Path.Combine(Logs, build, name), "note=planted", None);
    }

    private Task PipelineAsync(string run, string last = "true") => File.WriteAllTextAsync(
        Path.Combine(Folder, "p.yaml"),
        $$"""
        name: p
        provider: private
        image_type: x
        states:
          - {code: 5, name: Work, run: '{{run}}'}
          - {code: 100, name: Pass, retry: {strategy: manual}, run: '{{last}}'}
        """,
        None);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(None);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!holds())
            await Task.Delay(20, limit.Token);
    }
}
