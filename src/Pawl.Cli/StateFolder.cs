namespace Pawl.Cli;

/// <summary>Where this user's builds live by default (https://specifications.freedesktop.org/basedir-spec/).</summary>
internal static class StateFolder
{
    /// <summary><c>$XDG_STATE_HOME/pawl</c>, else <c>~/.local/state/pawl</c>.</summary>
    public static string Path => System.IO.Path.Combine(Base, "pawl");

    // The specification ignores relative paths.
    private static string Base => Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && state[0] == '/'
        ? state
        : System.IO.Path.Combine(Home, ".local", "state");

    private static string Home => Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home
        ? home
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
