using System.CommandLine;

namespace Pawl.Cli;

/// <summary>The command <c>pawl</c> itself.</summary>
internal static class Root
{
    public static Option<bool> Version { get; } = new("--version") { Description = "Show the version." };

    /// <summary>With these verbs.</summary>
    public static Command With(IEnumerable<Command> verbs)
    {
        var root = new Command("pawl", "Durable memory and runner of long machine-image builds: the wheel goes forward and never slips back.")
        {
            GlobalOptions.Store, GlobalOptions.Mirror, GlobalOptions.Cache, GlobalOptions.Alerts, GlobalOptions.Json, GlobalOptions.Help, Version,
        };
        foreach (var verb in verbs)
            root.Add(verb);
        return root;
    }
}
