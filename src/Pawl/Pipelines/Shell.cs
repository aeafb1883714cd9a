using System.Collections.Immutable;

namespace Pawl.Pipelines;

/// <summary>Which shell runs a state's command.</summary>
public enum Shell
{
    /// <summary>The system's POSIX shell; the first command that fails ends it.</summary>
    Sh,

    /// <summary>Bash; also a command that fails within a pipe ends it.</summary>
    Bash,
}

/// <summary>The words that pipeline files use for <see cref="Shell"/>, and what each stands for.</summary>
public static class ShellText
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Words { get; } = ["sh", "bash"];

    /// <summary>Reads one of the words; false for any other text.</summary>
    public static bool TryParse(string? text, out Shell shell)
    {
        (var known, shell) = text switch
        {
            "sh" => (true, Shell.Sh),
            "bash" => (true, Shell.Bash),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>The program and arguments that run a script in this shell.</summary>
    public static ImmutableArray<string> Command(this Shell shell, string script) => shell switch
    {
        Shell.Sh => ["/bin/sh", "-e", "-c", script],
        Shell.Bash => ["bash", "-eo", "pipefail", "-c", script],
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "no such shell"),
    };
}
