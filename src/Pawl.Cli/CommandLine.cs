using System.CommandLine;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Cli.Verbs;

namespace Pawl.Cli;

/// <summary>From arguments to the verb that runs. Only the verb that is asked for is built: start-up is short.</summary>
internal static class CommandLine
{
    private static readonly ParserConfiguration Parser = new()
    {
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    public static async Task<ExitCode> RunAsync(string[] args, Terminal terminal)
    {
        if (args is ["help", var word, ..] && VerbTable.Find(word) is not null)
            args = [word, .. args[2..], "--help"];
        if (args is [Completer.Verb, .. var words])
            return await Completer.RunAsync(words, terminal, CancellationToken.None).ConfigureAwait(false);
        var parsed = Parse(args);
        if (parsed.GetResult(GlobalOptions.Help) is { Implicit: false } || args.Length == 0)
            return Help.OfCommand(parsed, terminal);
        if (parsed.GetValue(Root.Version))
            return Help.OfVersion(terminal);
        var verb = UsageFaults.Check(parsed);
        return await verb.RunAsync(new Invocation(parsed, terminal), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Parses against the one verb that the first argument names, or against all of them.</summary>
    public static ParseResult Parse(string[] args) =>
        (args.Length > 0 && VerbTable.Find(args[0]) is { } verb ? Root.With([verb]) : Root.With(VerbTable.All())).Parse(args, Parser);
}
