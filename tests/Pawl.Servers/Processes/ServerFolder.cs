using System.Globalization;

namespace Pawl.Servers.Processes;

/// <summary>Temporary folders of this process's servers; those that a killed process left behind are removed by the next one.</summary>
internal static class ServerFolder
{
    private const string Prefix = "pawl-servers-";
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes an empty folder. Other users can pass through it, for servers that don't run as this one, but not list it.</summary>
    public static string Create(string server)
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            if (IsOfDeadProcess(Path.GetFileName(left)))
                Delete(left);
        }
        var folder = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-{server}-");
        folder.UnixFileMode = Passable;
        return folder.FullName;
    }

    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process removes it at the same time, or a server's child writes its last; the next process looks again.
        }
    }

    private static bool IsOfDeadProcess(string name) =>
        name[Prefix.Length..].Split('-') is [var id, ..]
        && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
        && !Directory.Exists($"/proc/{process}");
}
