using Pawl.Running;

namespace Pawl.EndToEnd.Processes;

public sealed class TaskEndTests : TaskFixture
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(75)]
    [InlineData(127)]
    [InlineData(255)]
    public async Task A_task_ends_with_its_own_exit_code(int code)
    {
        var (end, _) = await Run(Shell($"exit {code}"));
        Assert.Equal(new TaskEnd.Exited(code), end);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(15)]
    public async Task A_task_that_a_signal_ends_tells_which(int signal)
    {
        var (end, _) = await Run(Shell($"kill -{signal} $$"));
        Assert.Equal(new TaskEnd.Signaled(signal), end);
    }

    [Fact]
    public async Task A_task_that_takes_too_long_is_ended_and_says_so()
    {
        var limit = TimeSpan.FromMilliseconds(200);
        var (end, _) = await Run(Shell("sleep 1000") with { Timeout = limit });
        Assert.Equal(new TaskEnd.TimedOut(limit), end);
    }

    [Fact]
    public async Task A_task_that_ignores_the_end_of_its_time_is_killed_after_the_grace()
    {
        var spec = Shell("trap '' TERM; echo $$ >pid; while :; do sleep 1000 || :; done");
        var (end, _) = await Run(spec with { Timeout = TimeSpan.FromMilliseconds(500), KillAfter = TimeSpan.FromMilliseconds(200) });
        Assert.IsType<TaskEnd.TimedOut>(end);
        Assert.False(Lives(await ToldPid("pid")));
    }

    [Fact]
    public async Task A_task_that_is_stopped_can_clean_up_first()
    {
        await using var task = Host.Start(Shell("trap 'echo cleaned >cleaned; exit 0' TERM; echo >ready; while :; do sleep 1000 & wait; done"));
        await Told("ready");
        task.Stop();
        Assert.IsType<TaskEnd.Stopped>(await Within(task.Ended));
        Assert.Equal("cleaned", await Told("cleaned"));
    }

    [Fact]
    public async Task A_task_that_was_suspended_can_clean_up_too()
    {
        await using var task = Host.Start(Shell("trap 'echo cleaned >cleaned; exit' TERM; echo $$ >pid; kill -STOP $$; sleep 1000"));
        var pid = await ToldPid("pid");
        await Until(() => File.ReadAllText($"/proc/{pid}/stat").Contains(") T ", StringComparison.Ordinal), "it was not suspended");
        task.Stop();
        Assert.IsType<TaskEnd.Stopped>(await Within(task.Ended));
        Assert.Equal("cleaned", await Told("cleaned"));
    }

    [Fact]
    public async Task What_a_task_left_running_is_ended_with_it()
    {
        var (end, _) = await Run(Shell("sleep 1000 & echo $! >left"));
        Assert.Equal(new TaskEnd.Exited(0), end);
        Assert.False(Lives(await ToldPid("left")));
    }

    [Fact]
    public async Task A_task_that_is_disposed_of_is_killed()
    {
        var task = Host.Start(Shell("trap '' TERM; echo $$ >pid; while :; do sleep 1000 || :; done"));
        var pid = await ToldPid("pid");
        await task.DisposeAsync();
        Assert.False(Lives(pid));
        Assert.Equal(new TaskEnd.Signaled(9), await Within(task.Ended));
    }
}
