using Pawl.Cli.Output;
using Pawl.Running;

namespace Pawl.Cli.Screens;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunScreens
{
    /// <summary>JSON lines for programs, a live screen in a terminal that can, plain lines else.</summary>
    public static Task<T> ShowAsync<T>(Terminal terminal, TimeProvider time, Func<IRunScreen, Task<T>> run)
    {
        if (terminal.Format == OutputFormat.Json)
            return run(new JsonScreen(terminal.Out, time));
        return terminal.IsInteractive && !terminal.IsDumb && !IsUnattended
            ? LiveScreen.RunAsync(terminal, time, run)
            : run(new PlainScreen(terminal.Out, time));
    }

    private static bool IsUnattended => Environment.GetEnvironmentVariable("CI") is not (null or "" or "false");
}
