using System.CommandLine;
using System.CommandLine.Completions;

namespace Pawl.Cli.Completion;

/// <summary>Candidates that are only known while the program runs: the parser's answer holds a mark, which <see cref="Completer"/>
/// replaces.</summary>
internal static class Candidates
{
    public const string BuildIds = "\u0001builds";
    public const string PipelineFiles = "\u0001pipelines";
    public const string AllFiles = "\u0001files";

    /// <summary>An argument that takes one of them.</summary>
    public static Argument<T> Completing<T>(this Argument<T> argument, string mark)
    {
        // Help would show the mark.
        argument.HelpName ??= argument.Name;
        argument.CompletionSources.Add(_ => [new CompletionItem(mark)]);
        return argument;
    }

    /// <summary>An option that takes one of them.</summary>
    public static Option<T> Completing<T>(this Option<T> option, string mark)
    {
        option.CompletionSources.Add(_ => [new CompletionItem(mark)]);
        return option;
    }
}
