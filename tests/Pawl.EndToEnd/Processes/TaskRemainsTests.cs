using System.Diagnostics;
using Pawl.EndToEnd.Crashes;
using Pawl.Running;

namespace Pawl.EndToEnd.Processes;

/// <summary>What a runner finds that comes after one that was killed.</summary>
public sealed class TaskRemainsTests : TaskFixture
{
    private const string Orphans = "(setsid sleep 1000 & echo $! >session); sleep 1000 & echo $! >child; echo $PPID >guard; echo $$ >main; wait";

    private string Mark => $"PAWL_OUTPUT={Folder}/005-1.out";

    [Fact]
    public async Task A_guard_that_is_killed_takes_also_what_began_a_session_of_its_own()
    {
        await using var task = Host.Start(Marked(Orphans));
        var pids = await Task.WhenAll(ToldPid("session"), ToldPid("child"), ToldPid("main"));
        PawlProcess.Send(await ToldPid("guard"), PawlProcess.Kill);
        Assert.Equal(new TaskEnd.Signaled(9), await Within(task.Ended));
        Assert.All(pids, pid => Assert.False(Lives(pid)));
    }

    [Fact]
    public async Task What_is_left_of_a_task_whose_runner_and_guard_were_killed_is_found_by_its_mark_and_ended()
    {
        using var orphan = StartOrphan();
        Assert.Empty(await Within(Host.EndRemainsAsync($"PAWL_OUTPUT={Folder}/", TestContext.Current.CancellationToken)));
        Assert.False(Lives(orphan.Id));
    }

    [Fact]
    public async Task What_is_not_marked_or_marked_otherwise_is_left_alone()
    {
        using var orphan = StartOrphan();
        foreach (var other in (string[])[$"PAWL_OUTPUT={Folder}/006", $"OUTPUT={Folder}/", $"{Folder}/005"])
            Assert.Empty(await Within(Host.EndRemainsAsync(other, TestContext.Current.CancellationToken)));
        Assert.True(Lives(orphan.Id));
        orphan.Kill();
    }

    [Fact]
    public async Task A_guard_that_still_works_for_a_runner_that_is_gone_or_suspended_is_waited_for_and_then_ended()
    {
        await using var task = Host.Start(Marked(Orphans));
        var pids = await Task.WhenAll(ToldPid("session"), ToldPid("child"), ToldPid("main"), ToldPid("guard"));
        Assert.Empty(await Within(Host.EndRemainsAsync(Mark, TestContext.Current.CancellationToken)));
        Assert.All(pids, pid => Assert.False(Lives(pid)));
    }

    [Fact]
    public async Task A_task_whose_time_is_over_before_it_starts_is_not_started()
    {
        var (end, _) = await Run(Shell("echo >begun") with { AliveUntil = TaskDeadline.In(TimeSpan.Zero) });
        Assert.IsType<TaskEnd.Lapsed>(end);
        Assert.False(File.Exists(Path.Combine(Folder, "begun")));
    }

    private TaskSpec Marked(string script)
    {
        var spec = Shell(script);
        return spec with { Mark = Mark, Environment = Environment.SetItem("PAWL_OUTPUT", Mark["PAWL_OUTPUT=".Length..]) };
    }

    // With another variable before it, so that the mark isn't just found at the start.
    private Process StartOrphan()
    {
        var start = new ProcessStartInfo("/bin/sleep", ["1000"]);
        start.Environment.Clear();
        start.Environment["A"] = "b";
        start.Environment["PAWL_OUTPUT"] = Mark["PAWL_OUTPUT=".Length..];
        return Process.Start(start)!;
    }
}
