using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pawl.Servers.Processes;

/// <summary>
/// Starts processes from one thread that lives as long as this process. A parent-death signal is sent when the thread that started
/// the process ends, and threads of the pool end whenever the pool sees fit.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<Task<Process>> Wanted = [];

    static Launcher() => new Thread(Run) { IsBackground = true, Name = "Launcher of test servers" }.Start();

    public static Task<Process> StartAsync(ProcessStartInfo command)
    {
        var start = new Task<Process>(() => Process.Start(command)!);
        Wanted.Add(start);
        return start;
    }

    private static void Run()
    {
        foreach (var start in Wanted.GetConsumingEnumerable())
            start.RunSynchronously();
    }
}
