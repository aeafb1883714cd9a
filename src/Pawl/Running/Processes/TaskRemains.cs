using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pawl.Running.Processes;

/// <summary>Finds what is left of tasks whose runner is gone, by the mark in their environment, and ends it.</summary>
internal static class TaskRemains
{
    // A guard whose runner died is ending its task at this moment; one whose runner is suspended may wait for its task forever.
    private static readonly TimeSpan GuardPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends all of it, guards last; returns once nothing is left, or after half a minute what couldn't be ended.</summary>
    /// <param name="markStart">How the marks begin.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    internal static async Task<IReadOnlyList<int>> EndAsync(string markStart, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        for (var wait = TimeSpan.FromMilliseconds(1); ; wait = wait < LongestWait ? wait * 2 : LongestWait)
        {
            var (tasks, guards) = Find(markStart);
            if (tasks.Count + guards.Count == 0)
                return [];
            if (waited.Elapsed > Patience)
                return [.. tasks, .. guards];
            Kill(waited.Elapsed > GuardPatience ? [.. tasks, .. guards] : tasks);
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The processes of tasks with this mark, and the guards of such tasks.</summary>
    internal static (List<int> Tasks, List<int> Guards) Find(string markStart)
    {
        var variable = Encoding.UTF8.GetBytes(markStart);
        var argument = Encoding.UTF8.GetBytes($"\0{GuardProgram.GuardVerb}\0{markStart}");
        var (tasks, guards) = (new List<int>(), new List<int>());
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId)
                continue;
            if (HasVariable(ProcessText.Read(folder + "/environ"), variable))
                tasks.Add(pid);
            else if (ProcessText.Read(folder + "/cmdline").IndexOf(argument) >= 0)
                guards.Add(pid);
        }

        return (tasks, guards);
    }

    private static void Kill(List<int> pids)
    {
        foreach (var pid in pids)
            _ = Libc.Kill(pid, Libc.SigKill);
    }

    // At the start of an entry, not somewhere in a value.
    private static bool HasVariable(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> variable)
    {
        for (var rest = environment; rest.IndexOf(variable) is var at and >= 0; rest = rest[(at + 1)..])
        {
            if (rest.Length == environment.Length && at == 0 || environment[environment.Length - rest.Length + at - 1] == 0)
                return true;
        }

        return false;
    }
}
