namespace Pawl.Servers.Processes;

/// <summary>The user that a server runs as.</summary>
internal sealed record RunAs(string Name, IReadOnlyList<string> SetprivArguments)
{
    /// <summary>Whoever runs the tests.</summary>
    public static RunAs Self { get; } = new(System.Environment.UserName, []);

    /// <summary>Whoever runs the tests, but never root: then <c>nobody</c>.</summary>
    public static RunAs Unprivileged { get; } = System.Environment.IsPrivilegedProcess
        ? new("nobody", ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"])
        : Self;

    /// <summary>Hands a folder and all in it to the user.</summary>
    public Task OwnAsync(string folder, CancellationToken cancellationToken) =>
        this == Self ? Task.CompletedTask : ProgramRun.RunAsync("chown", ["-R", $"{Name}:", folder], cancellationToken);
}
