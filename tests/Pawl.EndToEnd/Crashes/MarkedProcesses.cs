using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pawl.EndToEnd.Crashes;

/// <summary>Finds the processes of one build: those that inherited its mark in their environment.</summary>
internal sealed class MarkedProcesses(string mark)
{
    /// <summary>The variable that carries the mark.</summary>
    internal const string Variable = "PAWL_TEST_MARK";

    private readonly byte[] _entry = Encoding.UTF8.GetBytes($"{Variable}={mark}\0");

    /// <summary>All that live.</summary>
    internal IReadOnlyList<MarkedProcess> Find()
    {
        var found = new List<MarkedProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Read(folder, "environ") is { } environment && environment.AsSpan().IndexOf(_entry) >= 0)
                found.Add(new MarkedProcess(pid, Encoding.UTF8.GetString(Read(folder, "cmdline") ?? []).Replace('\0', ' ').Trim(), RoleOf(environment, folder)));
        }

        return found;
    }

    /// <summary>Waits until none lives; returns how long that took, or fails.</summary>
    internal async Task<TimeSpan> GoneAsync(TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        while (Find() is { Count: > 0 } left)
        {
            if (waited.Elapsed > patience)
                throw new CrashTestException($"{left.Count} processes of the build live on after {patience.TotalSeconds} s: {string.Join("; ", left)}");
            await Task.Delay(2);
        }

        return waited.Elapsed;
    }

    private static ProcessRole RoleOf(byte[] environment, string folder)
    {
        if (environment.AsSpan().IndexOf("PAWL_ATTEMPT="u8) >= 0)
            return ProcessRole.Task;
        var arguments = Read(folder, "cmdline") ?? [];
        if (arguments.AsSpan().IndexOf("__guard"u8) >= 0)
            return ProcessRole.Guard;
        return arguments.AsSpan().IndexOf("__exec"u8) >= 0 ? ProcessRole.Task : ProcessRole.Worker;
    }

    private static byte[]? Read(string folder, string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>What a process is for its build.</summary>
internal enum ProcessRole
{
    Worker,
    Guard,
    Task,
}

/// <summary>A process of a build.</summary>
internal sealed record MarkedProcess(int Pid, string Command, ProcessRole Role);

/// <summary>A promise was broken.</summary>
internal sealed class CrashTestException(string message) : Exception(message);
