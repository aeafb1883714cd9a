using System.Diagnostics;
using System.Globalization;

namespace Pawl.EndToEnd.Crashes;

/// <summary>Real builds whose processes are killed with SIGKILL at hundreds of random moments.</summary>
public sealed class CrashTests : WorkerFixture
{
    private const int Lanes = 2;

    [Fact]
    public async Task A_build_that_is_killed_at_any_moment_goes_on_and_does_nothing_twice()
    {
        var settings = CrashSettings.Current;
        var (count, clock) = (new CrashCount(settings.Kills), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(() => LaneAsync(lane, settings.Seed, count))));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"crash test: {count}, seed {settings.Seed}, {clock.Elapsed.TotalSeconds:0} s"));
    }

    // All lanes share a store, as builds do.
    private async Task LaneAsync(int lane, int seed, CrashCount count)
    {
        for (var number = 0; count.Any; number++)
        {
            var random = new Random(unchecked(seed * 1_000_003) + (lane * 1009) + number);
            var id = string.Create(CultureInfo.InvariantCulture, $"crash-{seed}-{lane}-{number}");
            using var build = new TinyBuild(Store, TinyPipeline.Write(Path.Combine(Folder, id), random.Next(8, 22), 30, random), id);
            try
            {
                await new CrashRun(build, random, count).RunAsync();
            }
            catch (CrashTestException e)
            {
                throw new CrashTestException($"{e.Message}\nbuild {number} of lane {lane}; again with PAWL_CRASH_SEED={seed}\n{build.Pipeline.Journal.Tail(20)}");
            }
        }
    }
}
