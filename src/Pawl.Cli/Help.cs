using System.CommandLine;
using System.CommandLine.Help;
using Pawl.Cli.Output;
using Pawl.Cli.Verbs;

namespace Pawl.Cli;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class Help
{
    /// <summary>The program's version: <c>0.1.0</c>.</summary>
    public static string Version => typeof(Help).Assembly.GetName().Version?.ToString(3) ?? "";

    public static ExitCode OfCommand(ParseResult parsed, Terminal terminal)
    {
        parsed.InvocationConfiguration.Output = terminal.Out;
        new HelpAction().Invoke(parsed);
        if (parsed.CommandResult.Command is Verb verb)
            Write(verb, terminal.Out);
        else
            terminal.Out.WriteLine("`pawl VERB --help` shows a verb's options, examples and exit codes; `pawl help exit-codes` all exit codes.");
        return ExitCode.Done;
    }

    public static ExitCode OfVersion(Terminal terminal)
    {
        terminal.Out.WriteLine($"pawl {Version}");
        return ExitCode.Done;
    }

    /// <summary>The table of all exit codes.</summary>
    public static void WriteExitCodes(IEnumerable<ExitCode> codes, TextWriter to)
    {
        foreach (var code in codes)
            to.WriteLine($"  {code.Number,3}  {code.Meaning}");
    }

    private static void Write(Verb verb, TextWriter to)
    {
        to.WriteLine("Examples:");
        foreach (var example in verb.Examples)
            to.WriteLine($"  {example}");
        to.WriteLine();
        to.WriteLine("Exit codes:");
        WriteExitCodes(verb.ExitCodes, to);
    }
}
