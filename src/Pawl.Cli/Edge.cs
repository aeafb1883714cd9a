using Pawl.Cli.Output;

namespace Pawl.Cli;

/// <summary>The outermost edge: every error ends here, as one line and an exit code.</summary>
internal static class Edge
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var terminal = Terminal.Open(args);
        ExitCode code;
        try
        {
            code = await CommandLine.RunAsync(args, terminal).ConfigureAwait(false);
            terminal.Flush();
        }
#pragma warning disable CA1031 // The one place that catches everything: a user gets a line and a code, never a stack trace.
        catch (Exception error)
#pragma warning restore CA1031
        {
            code = ExitCodes.Of(error);
            Report(terminal, code, error);
        }

        return code.Number;
    }

    private static void Report(Terminal terminal, ExitCode code, Exception error)
    {
        terminal.Flush();
        terminal.WriteError(code, terminal.Redactor.Redact(error.Message));
        if (Environment.GetEnvironmentVariable("PAWL_DEBUG") is "1")
            terminal.WriteDebug(terminal.Redactor.Redact(error.ToString()));
    }
}
