namespace Pawl.Running.Processes;

/// <summary>Finds a program as a shell does.</summary>
internal static class ProgramPath
{
    private const string DefaultPath = "/usr/local/bin:/usr/bin:/bin";
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>A name with a slash stands for itself; any other is looked for in <paramref name="path"/>. False when it isn't there.</summary>
    internal static bool TryFind(string name, string? path, out string program)
    {
        program = name;
        if (name.Contains('/', StringComparison.Ordinal))
            return true;
        foreach (var folder in (path ?? DefaultPath).Split(':'))
        {
            program = Path.Combine(folder, name);
            if (name.Length > 0 && Path.IsPathRooted(folder) && IsExecutable(program))
                return true;
        }

        return false;
    }

    private static bool IsExecutable(string file) =>
        !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & AnyExecute) != 0;
}
