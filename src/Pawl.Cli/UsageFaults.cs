using System.CommandLine;
using System.CommandLine.Parsing;
using Pawl.Cli.Output;
using Pawl.Cli.Verbs;
using Pawl.Pipelines;

namespace Pawl.Cli;

/// <summary>Says what is wrong with a command line, and how it is right.</summary>
internal static class UsageFaults
{
    /// <returns>The verb that is asked for.</returns>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    public static Verb Check(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Tokens is [{ Type: TokenType.Argument, Value: var first }, ..])
            throw UnknownVerb(parsed.RootCommandResult.Command, first);
        if (command is not Verb verb)
            throw parsed.UnmatchedTokens is [var word, ..] ? UnknownVerb(command, word) : NoVerb(command);
        if (parsed.Errors.Count == 0)
            return verb;
        throw new UsageException($"{Message(parsed, command)}; `{FullName(command)} --help` shows how");
    }

    private static UsageException NoVerb(Command group) =>
        new($"`{FullName(group)}` needs one of: {string.Join(", ", Names(group))}; `{FullName(group)} --help` shows how");

    private static UsageException UnknownVerb(Command group, string word)
    {
        var what = word.StartsWith('-') ? "option" : "verb";
        var known = word.StartsWith('-') ? OptionNames(group) : Names(group);
        var guess = Suggestion.For(word, known) is { Length: > 0 } near ? $"; did you mean `{near}`?" : "";
        return new($"no {what} `{Visible.Line(word)}` in `{FullName(group)}`{guess}; `{FullName(group)} --help` shows what there is");
    }

    private static string Message(ParseResult parsed, Command command)
    {
        if (parsed.UnmatchedTokens is [var extra, ..])
            return Unmatched(command, extra);
        if (parsed.CommandResult.Command.Arguments.FirstOrDefault(a => IsMissing(parsed, a)) is { } missing)
            return $"`{FullName(command)}` needs {missing.Name}";
        return Visible.Line(string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.'));
    }

    private static string Unmatched(Command command, string extra)
    {
        if (!extra.StartsWith('-') || extra == "-")
            return $"`{FullName(command)}` takes no further argument `{Visible.Line(extra)}`";
        var guess = Suggestion.For(extra, OptionNames(command)) is { Length: > 0 } near ? $"; did you mean `{near}`?" : "";
        return $"no option `{Visible.Line(extra)}`{guess}";
    }

    private static bool IsMissing(ParseResult parsed, Argument argument) =>
        argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 };

    private static IEnumerable<string> Names(Command group) => group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);

    private static IEnumerable<string> OptionNames(Command command) => command.Options
        .Concat(GlobalOptions.All)
        .Where(o => !o.Hidden)
        .Select(o => o.Name);

    private static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{FullName(parent)} {command.Name}" : command.Name;
}
