using System.Globalization;

namespace Pawl.Running.Processes;

/// <summary>Finds the living processes that belong together.</summary>
internal static class ProcessTree
{
    /// <summary>Every process that <paramref name="root"/> started, directly or not.</summary>
    internal static List<int> Descendants(int root)
    {
        var living = new List<(int Pid, ProcessStat Stat)>();
        foreach (var process in All())
            living.Add(process);

        var found = new HashSet<int> { root };
        for (var before = 0; before != found.Count;)
        {
            before = found.Count;
            foreach (var (pid, stat) in living)
            {
                if (found.Contains(stat.Parent))
                    found.Add(pid);
            }
        }

        var descendants = new List<int>();
        foreach (var (pid, stat) in living)
        {
            if (pid != root && found.Contains(pid) && !stat.HasEnded)
                descendants.Add(pid);
        }

        return descendants;
    }

    /// <summary>Every process of a session but its leader.</summary>
    internal static List<int> InSession(int leader)
    {
        var members = new List<int>();
        foreach (var (pid, stat) in All())
        {
            if (stat.Session == leader && pid != leader && !stat.HasEnded)
                members.Add(pid);
        }

        return members;
    }

    private static IEnumerable<(int Pid, ProcessStat Stat)> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcessStat.TryRead(pid, out var stat))
                yield return (pid, stat);
        }
    }
}
