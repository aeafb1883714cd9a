namespace Pawl.EndToEnd.Crashes;

/// <summary>One build whose processes are killed at random moments, and that is resumed each time, until it is completed.</summary>
internal sealed class CrashRun(TinyBuild build, Random random, CrashCount count)
{
    private const int Killed = 128 + PawlProcess.Kill;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs it.</summary>
    /// <exception cref="CrashTestException">A promise was broken.</exception>
    internal async Task RunAsync()
    {
        int code;
        do
        {
            using var worker = await StartAsync();
            var last = await StrikeUntilItEndsAsync(worker);
            code = await worker.ExitAsync(Patience);
            if (code is not (0 or Killed))
                throw new CrashTestException($"the worker ended with {code}: {worker.Out} {worker.Error}");
            await LookAsync(last);
        }
        while (code != 0);
        await build.CheckCompletedAsync();
        await build.Processes.GoneAsync(Patience);
        count.Finished(build.Pipeline.States.Count);
    }

    private async Task<PawlProcess> StartAsync() =>
        (await build.HistoryAsync()).Count > 0 && random.Next(2) == 0 ? build.Resume() : build.Run();

    /// <returns>The last strike; null when the worker came to its end by itself.</returns>
    private async Task<Strike?> StrikeUntilItEndsAsync(PawlProcess worker)
    {
        while (!worker.HasExited && count.TryTake())
        {
            await DelayAsync();
            var strike = random.Next(100) switch
            {
                < 60 => Strike.Worker,
                < 70 => Strike.WorkersGroup,
                < 78 => Strike.Guard,
                < 86 => Strike.Task,
                < 93 => Strike.WorkerAndGuard,
                _ => Strike.Everything,
            };
            strike = Do(strike, worker);
            count.Struck(strike);
            if (strike is not (Strike.Guard or Strike.Task))
                return strike;
        }

        return null;
    }

    // Short ones are as frequent as long ones: the first milliseconds are when a worker claims, creates and spawns.
    private async Task DelayAsync()
    {
        var until = DateTime.UtcNow + TimeSpan.FromMilliseconds(Math.Exp(random.NextDouble() * Math.Log(LongestDelay.TotalMilliseconds)));
        if (until - DateTime.UtcNow is { TotalMilliseconds: > 2 } wait)
            await Task.Delay(wait - TimeSpan.FromMilliseconds(1));
        while (DateTime.UtcNow < until)
            Thread.SpinWait(50);
    }

    private Strike Do(Strike wanted, PawlProcess worker)
    {
        var roles = wanted switch
        {
            Strike.Guard => [ProcessRole.Guard],
            Strike.Task => [ProcessRole.Task],
            Strike.WorkerAndGuard => [ProcessRole.Worker, ProcessRole.Guard],
            Strike.Everything => [ProcessRole.Worker, ProcessRole.Guard, ProcessRole.Task],
            _ => Array.Empty<ProcessRole>(),
        };
        var victims = roles.Length > 0 ? build.Processes.Find().Where(process => roles.Contains(process.Role)).ToArray() : [];
        if (wanted == Strike.Task && victims.Length > 0)
            victims = [victims[random.Next(victims.Length)]];
        foreach (var victim in victims)
            PawlProcess.Send(victim.Pid, PawlProcess.Kill);
        if (wanted is Strike.Guard or Strike.Task && victims.Length > 0)
            return wanted;
        if (wanted == Strike.WorkersGroup)
            worker.SignalGroup(PawlProcess.Kill);
        worker.Signal(PawlProcess.Kill);
        return wanted is Strike.Guard or Strike.Task ? Strike.Worker : wanted;
    }

    // Half of the time the next worker comes at once, when the last one's tasks may still be about to die.
    private async Task LookAsync(Strike? last)
    {
        if (last is not null && random.Next(2) == 0)
            return;
        // Nobody is left who could end what a task started when the guard died with the worker: the next worker does.
        if (last is not (Strike.WorkerAndGuard or Strike.Everything))
            count.Emptied(await build.Processes.GoneAsync(Patience));
        await build.CheckAsync();
    }
}

/// <summary>Who is killed.</summary>
internal enum Strike
{
    Worker,
    WorkersGroup,
    Guard,
    Task,
    WorkerAndGuard,
    Everything,
}
