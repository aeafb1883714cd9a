using System.Diagnostics;
using Pawl.Builds;

namespace Pawl.EndToEnd.Crashes;

/// <summary>Ctrl-C, and the signals of service managers and closed terminals.</summary>
public sealed class SignalTests : WorkerFixture
{
    [Theory]
    [InlineData(PawlProcess.Interrupt, 130)]
    [InlineData(PawlProcess.Terminate, 143)]
    [InlineData(PawlProcess.HangUp, 143)]
    public async Task A_signal_ends_the_whole_tree_and_is_recorded_as_interrupted(int signal, int code)
    {
        var build = Build("stopped", "begin; (setsid sleep 1000 &); sleep 1000");
        using var worker = build.Run();
        await BegunAsync(build, 1);
        worker.Signal(signal);
        Assert.Equal(code, await worker.ExitAsync(Patience));
        Assert.Empty(build.Processes.Find());
        await build.CheckAsync();
        var history = await build.HistoryAsync();
        Assert.IsType<BuildEvent.Interrupted>(history[^2]);
        Assert.IsType<BuildEvent.Released>(history[^1]);

        using var check = build.Start("check", "stopped");
        Assert.Equal(5, await check.ExitAsync(Patience));
        Assert.StartsWith("RESUME_STATE=40\n", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_is_stopped_has_its_time_to_clean_up_and_a_second_signal_ends_all_at_once()
    {
        var build = Build("stubborn", "trap 'echo term >term' TERM; begin; while :; do sleep 1000 & wait || :; done");
        await File.WriteAllTextAsync(build.Pipeline.File, (await File.ReadAllTextAsync(build.Pipeline.File)).Replace("name: Script", "name: Script, kill_after: 10m", StringComparison.Ordinal));
        using var worker = build.Run();
        await BegunAsync(build, 1);
        worker.Signal(PawlProcess.Interrupt);
        await UntilAsync(() => File.Exists(Path.Combine(build.Pipeline.Folder, "term")), "the task gets no SIGTERM");
        Assert.False(worker.HasExited);
        var clock = Stopwatch.StartNew();
        worker.Signal(PawlProcess.Interrupt);
        Assert.Equal(130, await worker.ExitAsync(Patience));
        await build.Processes.GoneAsync(Patience);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await build.CheckAsync();
    }

    [Fact]
    public async Task A_wait_for_the_next_try_is_ended_by_a_signal_too_and_goes_on_later()
    {
        var build = Build("waits", "begin; [ $PAWL_ATTEMPT -gt 1 ]");
        await File.WriteAllTextAsync(build.Pipeline.File, (await File.ReadAllTextAsync(build.Pipeline.File)).Replace("initial: 10ms", "initial: 3s", StringComparison.Ordinal));
        using (var worker = build.Run())
        {
            await UntilAsync(() => worker.Out.Contains("try 2 of 5", StringComparison.Ordinal), "no wait");
            worker.Signal(PawlProcess.Terminate);
            Assert.Equal(143, await worker.ExitAsync(Patience));
        }

        using var next = build.Resume();
        Assert.Equal(0, await next.ExitAsync(Patience));
        await build.CheckCompletedAsync();
    }
}
