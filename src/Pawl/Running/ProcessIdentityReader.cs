using System.Runtime.InteropServices;
using Pawl.Builds;
using Pawl.Running.Processes;

namespace Pawl.Running;

/// <summary>Tells processes apart, also when the system uses a process id again. On Linux; elsewhere nothing is known of any process.</summary>
public static class ProcessIdentityReader
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";
    private const string ProcessNamespace = "/proc/self/ns/pid";
    // It shifts the start times that a process sees.
    private const string TimeNamespace = "/proc/self/ns/time";

    /// <summary>This process; null where the system doesn't tell.</summary>
    public static ProcessIdentity? Current() =>
        OperatingSystem.IsLinux() && Machine() is { } machine && ProcessStat.TryRead(Environment.ProcessId, out var stat)
            ? new ProcessIdentity(machine, Environment.ProcessId, stat.StartTicks)
            : null;

    /// <summary>True only when it is certain that the worker's process is no more: it ran on this machine, since this boot and in this process
    /// namespace, and there is no such process now. One that only waits to be reaped is no more.</summary>
    public static bool IsKnownDead(Worker worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        if (!OperatingSystem.IsLinux() || worker.Process is not { ProcessId: > 0 } process || process.Machine != Machine())
            return false;
        if (ProcessStat.TryRead(process.ProcessId, out var stat))
            return stat.HasEnded || stat.StartTicks != process.StartTicks;
        // /proc may hide other users' processes; a signal number of 0 only asks.
        return Libc.Kill(process.ProcessId, 0) != 0 && Marshal.GetLastPInvokeError() == Libc.ErrorNoProcess;
    }

    private static string? Machine()
    {
        try
        {
            var boot = File.ReadAllText(BootId).Trim();
            return $"{boot}/{Target(ProcessNamespace)}/{Target(TimeNamespace)}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Kernels before 5.6 have no time namespaces.
    private static string Target(string link) => new FileInfo(link).LinkTarget ?? "";
}
