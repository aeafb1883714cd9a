using Pawl.Builds;
using Pawl.Cli.Output;

namespace Pawl.Cli;

/// <summary>Who works when a script drives a build: no process that lives as long as the work, so only a name.</summary>
internal static class ScriptWorker
{
    private const int MaxName = 200;

    /// <summary><c>PAWL_WORKER</c>, else <c>user@host</c>.</summary>
    public static Worker Current { get; } = new(Name());

    private static string Name()
    {
        var name = Environment.GetEnvironmentVariable("PAWL_WORKER") is { Length: > 0 } own
            ? own
            : $"{Environment.UserName}@{Environment.MachineName}";
        return Visible.Line(name.Length > MaxName ? name[..MaxName] : name);
    }
}
