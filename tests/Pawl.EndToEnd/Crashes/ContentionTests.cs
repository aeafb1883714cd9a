using System.Diagnostics;

namespace Pawl.EndToEnd.Crashes;

/// <summary>Several workers and one build.</summary>
public sealed class ContentionTests : WorkerFixture
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromSeconds(20);
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Workers_that_fight_over_a_build_never_work_on_it_at_the_same_time(int workers)
    {
        var seed = CrashSettings.Current.Seed;
        var build = Build("fight", states: 30, longestPause: 300, seed);
        var contention = new Contention(build, workers, TimeSpan.FromSeconds(10), seed);
        try
        {
            await contention.RunAsync();
        }
        catch (CrashTestException e)
        {
            throw new CrashTestException($"{e.Message}\nagain with PAWL_CRASH_SEED={seed}; {contention}\n{build.Pipeline.Journal.Tail(20)}");
        }

        Assert.True(contention.TakenOver > 0, $"nobody lost a lease: {contention}");
        TestContext.Current.TestOutputHelper!.WriteLine($"contention: {contention}, seed {seed}");
    }

    [Fact]
    public async Task Of_workers_that_begin_the_same_build_in_a_new_store_at_once_one_does_and_the_others_are_refused()
    {
        var build = Build("new", "begin; sleep 1");
        var workers = Enumerable.Range(0, 8).Select(_ => build.Run()).ToArray();
        var codes = await Task.WhenAll(workers.Select(worker => worker.ExitAsync(Patience)));
        Array.ForEach(workers, worker => worker.Dispose());
        Assert.Equal([0, 6, 6, 6, 6, 6, 6, 6], codes.Order());
        await build.CheckCompletedAsync();
    }

    [Fact]
    public async Task A_second_worker_is_refused_at_once_and_told_who_holds_the_build_since_when_and_until_when()
    {
        var build = Build("held", "begin; sleep 1000");
        using var first = build.StartAs("worker-a", "run", build.Pipeline.File, "--build-id", "held");
        await BegunAsync(build, 1);
        var clock = Stopwatch.StartNew();
        using var second = build.StartAs("worker-b", "resume", "held");
        Assert.Equal(6, await second.ExitAsync(Patience));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Matches("^pawl: build held is held by worker-a since 20\\S+Z, until 20\\S+Z unless renewed", second.Error);
        Assert.Single(build.Pipeline.Journal.Begun);
    }

    [Fact]
    public async Task The_build_of_a_worker_that_died_on_another_machine_can_be_taken_over_within_30_seconds()
    {
        var build = Build("elsewhere", "begin; sleep 1000");
        // A process namespace of its own is what another machine is: from here nobody can see that the worker is dead.
        using var other = PawlProcess.StartElsewhere(Path.Combine(Folder, "other"), build.Environment, "run", build.Pipeline.File, "--build-id", "elsewhere");
        await BegunAsync(build, 1);
        other.Signal(PawlProcess.Kill);
        await other.ExitAsync(Patience);
        await build.Processes.GoneAsync(Patience);

        var clock = Stopwatch.StartNew();
        while (true)
        {
            using var next = build.Resume();
            if (await BegunOrEndedAsync(build, next, 2))
                break;
            Assert.Equal(6, next.ExitCode);
            Assert.Contains("until 20", next.Error, StringComparison.Ordinal);
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }

        Assert.InRange(clock.Elapsed, DefaultLease / 2, TimeSpan.FromSeconds(30));
        await build.CheckAsync();
    }

    private static async Task<bool> BegunOrEndedAsync(TinyBuild build, PawlProcess worker, int attempts)
    {
        while (build.Pipeline.Journal.Begun.Count() < attempts)
        {
            if (worker.HasExited)
                return false;
            await Task.Delay(20);
        }

        return true;
    }
}
