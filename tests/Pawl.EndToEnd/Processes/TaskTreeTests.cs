using System.Diagnostics;
using System.Globalization;
using Pawl.Running;

namespace Pawl.EndToEnd.Processes;

public sealed class TaskTreeTests : TaskFixture
{
    // A child, one that hangup doesn't reach, one with a session of its own, and a daemon whose parent is gone; all of them ignore SIGTERM.
    private const string Tree =
        """
        stubborn() { trap '' TERM HUP; echo $(exec sh -c 'echo $PPID') >$1; while :; do sleep 1000 || :; done; }
        stubborn child &
        (stubborn nohup &)
        setsid sh -c "trap '' TERM HUP; echo \$\$ >session; while :; do sleep 1000 || :; done" &
        (setsid sh -c "trap '' TERM HUP; (echo \$(exec sh -c 'echo \$PPID') >daemon; while :; do sleep 1000 || :; done) & exit" &)
        echo $PPID >guard
        echo $$ >main
        """;

    private static readonly string[] Members = ["child", "nohup", "session", "daemon", "main"];

    private TaskSpec Forest(string last) => Shell($"cd '{Folder}'\n{Tree}\n{last}") with { KillAfter = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task Nothing_of_the_tree_is_left_when_the_task_ended_by_itself()
    {
        var (end, _) = await Run(Forest("while ! [ -s child -a -s nohup -a -s session -a -s daemon ]; do sleep 0.01; done"));
        Assert.Equal(new TaskEnd.Exited(0), end);
        foreach (var pid in await Pids())
            Assert.False(Lives(pid));
    }

    [Fact]
    public async Task Nothing_of_the_tree_is_left_when_the_task_is_stopped()
    {
        await using var task = Host.Start(Forest("sleep 1000"));
        var pids = await Pids();
        task.Stop();
        Assert.IsType<TaskEnd.Stopped>(await Within(task.Ended));
        Assert.All(pids, pid => Assert.False(Lives(pid)));
    }

    [Fact]
    public async Task Nothing_of_the_tree_is_left_when_the_task_took_too_long()
    {
        await using var task = Host.Start(Forest("sleep 1000") with { Timeout = TimeSpan.FromSeconds(2) });
        var pids = await Pids();
        Assert.IsType<TaskEnd.TimedOut>(await Within(task.Ended));
        Assert.All(pids, pid => Assert.False(Lives(pid)));
    }

    [Fact]
    public async Task A_runner_that_is_killed_takes_the_whole_tree_with_it()
    {
        using var runner = StartRunner(TimeSpan.Zero);
        var pids = await Pids();
        runner.Kill();
        foreach (var pid in pids.Append(await ToldPid("guard")))
            await Gone(pid);
    }

    [Fact]
    public async Task A_runner_that_is_suspended_for_longer_than_its_lease_loses_the_whole_tree()
    {
        using var runner = StartRunner(TimeSpan.FromSeconds(3));
        var pids = await Pids();
        Signal("STOP", runner.Id);
        foreach (var pid in pids)
            await Gone(pid);
        Signal("CONT", runner.Id);
        Assert.Contains("Lapsed", await runner.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_never_kept_alive_is_killed_when_the_time_of_its_start_is_over()
    {
        await using var task = Host.Start(Forest("sleep 1000") with { AliveUntil = TaskDeadline.In(TimeSpan.FromSeconds(2)) });
        var pids = await Pids();
        Assert.IsType<TaskEnd.Lapsed>(await Within(task.Ended));
        Assert.All(pids, pid => Assert.False(Lives(pid)));
    }

    [Fact]
    public async Task A_runner_that_keeps_its_task_alive_does_not_lose_it()
    {
        using var runner = StartRunner(TimeSpan.FromSeconds(2), "sleep 3; echo done");
        Assert.Contains("done", await runner.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guard_that_is_killed_takes_the_task_with_it()
    {
        await using var task = Host.Start(Shell("sleep 1000 & echo $! >child; echo $PPID >guard; echo $$ >main; wait"));
        var (child, main) = (await ToldPid("child"), await ToldPid("main"));
        Signal("KILL", await ToldPid("guard"));
        Assert.Equal(new TaskEnd.Signaled(9), await Within(task.Ended));
        Assert.Empty(await ReadAll(task));
        Assert.False(Lives(child));
        await Gone(main);
    }

    [Fact]
    public async Task A_guard_outlives_the_signals_of_a_terminal_and_a_service_manager()
    {
        await using var task = Host.Start(Shell("echo $PPID >guard; while ! [ -e go ]; do sleep 0.01; done"));
        var guard = await ToldPid("guard");
        foreach (var signal in (string[])["INT", "TERM", "HUP", "QUIT"])
            Signal(signal, guard);
        await File.WriteAllTextAsync(Path.Combine(Folder, "go"), "", TestContext.Current.CancellationToken);
        Assert.Equal(new TaskEnd.Exited(0), await Within(task.Ended));
    }

    private async Task<List<int>> Pids()
    {
        var pids = new List<int>();
        foreach (var member in Members)
            pids.Add(await ToldPid(member));
        Assert.Equal(Members.Length, pids.Distinct().Count());
        return pids;
    }

    private Process StartRunner(TimeSpan keepAlive, string last = "sleep 1000")
    {
        var milliseconds = keepAlive.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Programs.TaskRunner, [Programs.Pawl, milliseconds, Forest(last).Command[^1]]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private static void Signal(string signal, int pid)
    {
        using var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
