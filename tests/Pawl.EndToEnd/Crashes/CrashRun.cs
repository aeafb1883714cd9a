namespace Pawl.EndToEnd.Crashes;

/// <summary>One build whose processes are killed at random moments, and that is resumed each time, until it is completed.</summary>
internal sealed class CrashRun(TinyBuild build, Random random, CrashCount count)
{
    private const int Killed = 128 + PawlProcess.Kill;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(400);

    // When the guard died with the worker or just before it, nobody is left who could end what the task had started. The next worker does,
    // before it begins an attempt: from that many attempts on, everything is gone after each kill again.
    private int _orphansUntil;

    /// <summary>Runs it.</summary>
    /// <exception cref="CrashTestException">A promise was broken.</exception>
    internal async Task RunAsync()
    {
        int code;
        do
        {
            using var worker = await StartAsync();
            var strikes = await StrikeUntilItEndsAsync(worker);
            code = await worker.ExitAsync(Patience);
            if (code is not (0 or Killed))
                throw new CrashTestException($"the worker ended with {code}: {worker.Out} {worker.Error}");
            await LookAsync(strikes);
        }
        while (code != 0);
        await build.CheckCompletedAsync();
        await build.Processes.GoneAsync(Patience);
        count.Finished(build.Pipeline.States.Count);
    }

    private async Task<PawlProcess> StartAsync() =>
        (await build.HistoryAsync()).Count > 0 && random.Next(2) == 0 ? build.Resume() : build.Run();

    private async Task<IReadOnlyList<Strike>> StrikeUntilItEndsAsync(PawlProcess worker)
    {
        var strikes = new List<Strike>();
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
            strikes.Add(strike);
            if (strike is not (Strike.Guard or Strike.Task))
                break;
        }

        return strikes;
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
    private async Task LookAsync(IReadOnlyList<Strike> strikes)
    {
        var begun = build.Pipeline.Journal.Begun.Count();
        if (strikes.Any(strike => strike is Strike.Guard or Strike.WorkerAndGuard or Strike.Everything))
            _orphansUntil = begun + 1;
        if (strikes.Count > 0 && random.Next(2) == 0)
            return;
        if (begun >= _orphansUntil)
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
