namespace Pawl.Servers.Processes;

/// <summary>Finds programs, and says what to do about those that are missing.</summary>
internal static class Programs
{
    public const string Mend = "run scripts/setup.sh --tests";

    /// <summary>Null, or what is missing for a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="programs">Programs that have to be on the PATH, or paths of files.</param>
    public static string? Missing(string server, params IEnumerable<string> programs)
    {
        var missing = programs.Where(program => !IsThere(program)).ToList();
        return missing.Count == 0 ? null : $"{server} needs {string.Join(", ", missing)}: {Mend}";
    }

    private static bool IsThere(string program) => program.Contains('/', StringComparison.Ordinal)
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
