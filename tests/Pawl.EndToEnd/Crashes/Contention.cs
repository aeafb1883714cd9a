using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Crashes;

/// <summary>Several workers that want the same build at once. Some are suspended for longer than their lease, some are killed.</summary>
internal sealed partial class Contention(TinyBuild build, int workers, TimeSpan time, int seed)
{
    private const int Held = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _refused;
    private int _lost;
    private int _suspended;
    private int _killed;
    private volatile bool _completed;

    /// <summary>How many workers woke up and found the build taken over.</summary>
    internal int TakenOver => _lost;

    /// <summary>Fights, then lets a last worker bring the build to its end.</summary>
    internal async Task RunAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, workers).Select(number => Task.Run(() => WorkerAsync(number, new Random((seed * 31) + number)))));
        while (!_completed)
            await OnceAsync("last", new Random(seed), disturbed: false);
        await build.CheckCompletedAsync();
        await build.Processes.GoneAsync(Patience);
    }

    public override string ToString() =>
        $"{workers} workers: {_refused} refused, {_lost} lost their lease, {_suspended} suspended, {_killed} killed";

    private async Task WorkerAsync(int number, Random random)
    {
        while (!_completed && _clock.Elapsed < time)
        {
            await OnceAsync($"worker-{number}", random, disturbed: true);
            await Task.Delay(random.Next(200));
        }
    }

    private async Task OnceAsync(string name, Random random, bool disturbed)
    {
        var lease = random.Next(2) == 0 ? "1s" : "2s";
        using var worker = build.StartAs(name, "run", build.Pipeline.File, "--build-id", build.Id.Value, "--lease", lease);
        // One that lives for that long holds the build, or has just taken it over.
        while (disturbed && !await EndsWithinAsync(worker, TimeSpan.FromMilliseconds(random.Next(100, 1_500))))
            await DisturbAsync(worker, random.Next(10), TimeSpan.FromMilliseconds(random.Next(500, 4_000)));
        Judge(await worker.ExitAsync(Patience), worker);
    }

    private async Task DisturbAsync(PawlProcess worker, int kind, TimeSpan pause)
    {
        if (kind < 2)
        {
            worker.Signal(PawlProcess.Kill);
            Interlocked.Increment(ref _killed);
            await worker.ExitAsync(Patience);
            return;
        }

        // With its guard and its task it is as if its machine slept; without, as if only the worker hung.
        int[] frozen = kind < 5
            ? [worker.Pid, .. build.Processes.Find().Where(process => process.Role != ProcessRole.Worker).Select(process => process.Pid)]
            : [worker.Pid];
        Array.ForEach(frozen, pid => PawlProcess.Send(pid, PawlProcess.Stop));
        Interlocked.Increment(ref _suspended);
        await Task.Delay(pause);
        Array.ForEach(frozen, pid => PawlProcess.Send(pid, PawlProcess.Continue));
    }

    private void Judge(int code, PawlProcess worker)
    {
        if (code == 0)
            _completed = true;
        else if (code == Held && RefusedLine().IsMatch(worker.Error))
            Interlocked.Increment(ref _refused);
        else if (code == Held && worker.Error.Contains("was taken over by another worker", StringComparison.Ordinal))
            Interlocked.Increment(ref _lost);
        else if (code != 128 + PawlProcess.Kill)
            throw new CrashTestException($"a worker ended with {code}: {worker.Out} {worker.Error}");
    }

    private static async Task<bool> EndsWithinAsync(PawlProcess worker, TimeSpan time)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < time; await Task.Delay(5))
        {
            if (worker.HasExited)
                return true;
        }

        return worker.HasExited;
    }

    [GeneratedRegex("^pawl: build \\S+ is held by (worker-\\d|last) since 20\\S+Z, until 20\\S+Z unless renewed")]
    private static partial Regex RefusedLine();
}
