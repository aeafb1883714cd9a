using System.Diagnostics;

namespace Pawl.Bench.Steps;

/// <summary>What one turn did.</summary>
/// <param name="PerSecond">Steps a second, with all that beginning and ending the builds took.</param>
/// <param name="Median">Of one step, in milliseconds.</param>
/// <param name="P99">Of one step, in milliseconds.</param>
internal sealed record StepResult(double PerSecond, double Median, double P99);

/// <summary>Keeps a number of builds going at once for a while, each on a thread of its own, and lets the last ones finish.</summary>
internal static class StepRun
{
    private const double WarmUpSeconds = 1;

    public static async Task<StepResult> MeasureAsync(Func<string, IBuildMaker> open, int atOnce, double seconds)
    {
        await TurnAsync(open, atOnce, WarmUpSeconds).ConfigureAwait(false);
        return await TurnAsync(open, atOnce, seconds).ConfigureAwait(false);
    }

    private static async Task<StepResult> TurnAsync(Func<string, IBuildMaker> open, int atOnce, double seconds)
    {
        using var workspace = new Workspace();
        var began = Stopwatch.GetTimestamp();
        var maker = open(workspace.Folder);
        await using (maker.ConfigureAwait(false))
        {
            var all = await Task.WhenAll(Enumerable.Range(0, atOnce).Select(worker => OnOwnThread(() => WorkAsync(maker, worker, began, seconds))))
                .ConfigureAwait(false);
            var samples = new Samples();
            Array.ForEach(all, samples.AddAll);
            await maker.DisposeAsync().ConfigureAwait(false);
            return new StepResult(samples.Count / Stopwatch.GetElapsedTime(began).TotalSeconds, samples.Median, samples.P99);
        }
    }

    private static async Task<Samples> WorkAsync(IBuildMaker maker, int worker, long began, double seconds)
    {
        var steps = new Samples();
        for (var number = 0; Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; number++)
            await maker.MakeAsync($"build-{worker:000}-{number:000000}", steps).ConfigureAwait(false);
        return steps;
    }

    private static Task<Samples> OnOwnThread(Func<Task<Samples>> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();
}
