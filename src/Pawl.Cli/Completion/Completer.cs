using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Stores;

namespace Pawl.Cli.Completion;

/// <summary>Answers a shell's question of how a word may go on: a line for each candidate, its description after a tab.</summary>
internal static class Completer
{
    /// <summary>The hidden verb that the shells' scripts call.</summary>
    public const string Verb = "__complete";

    private const int MostBuilds = 500;

    /// <summary>Prints the candidates.</summary>
    /// <param name="words">The words after <c>pawl</c>; the last one, perhaps empty, is the one to complete.</param>
    /// <param name="terminal">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async ValueTask<ExitCode> RunAsync(string[] words, Terminal terminal, CancellationToken cancellationToken)
    {
        string[] before = words is [.. var earlier, _] ? earlier : [];
        var word = words is [.., var last] ? last : "";
        var parsed = CommandLine.Parse(before);
        foreach (var (candidate, description) in Known(parsed, word))
        {
            if (candidate == Candidates.BuildIds)
                await WriteBuildsAsync(parsed, word, terminal, cancellationToken).ConfigureAwait(false);
            else if (candidate.StartsWith(word, StringComparison.Ordinal))
                terminal.Out.WriteLine($"{candidate}\t{Visible.Line(description)}");
        }

        return ExitCode.Done;
    }

    private static IEnumerable<(string Candidate, string Description)> Known(ParseResult parsed, string word)
    {
        var command = parsed.CommandResult.Command;
        if (OptionInNeed(parsed) is { } option)
            return Values(option.GetCompletions(CompletionContext.Empty), word);
        if (word.StartsWith('-'))
            return OptionsOf(command).Select(o => (o.Name, FirstSentence(o)));
        var verbs = command.Subcommands.Select(c => (c.Name, FirstSentence(c)));
        var argument = command.Arguments.FirstOrDefault(a => (parsed.GetResult(a)?.Tokens.Count ?? 0) < a.Arity.MaximumNumberOfValues);
        return verbs.Concat(argument is null ? [] : Values(argument.GetCompletions(CompletionContext.Empty), word));
    }

    /// <summary>The option that stands last and wants a value; null when none does.</summary>
    private static Option? OptionInNeed(ParseResult parsed) => parsed.Tokens is [.., { Type: TokenType.Option, Value: var name }]
        ? OptionsOf(parsed.CommandResult.Command).FirstOrDefault(o => (o.Name == name || o.Aliases.Contains(name)) && o.Arity.MinimumNumberOfValues > 0)
        : null;

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(GlobalOptions.All).Where(o => !o.Hidden).DistinctBy(o => o.Name);

    private static IEnumerable<(string Candidate, string Description)> Values(IEnumerable<CompletionItem> items, string word) => items.SelectMany(item => item.Label switch
    {
        Candidates.PipelineFiles => PathCandidates.Of(word, ".yaml", ".yml"),
        Candidates.AllFiles => PathCandidates.Of(word, ""),
        _ => [item.Label],
    }).Select(label => (label, ""));

    private static string FirstSentence(Symbol symbol) => (symbol.Description ?? "").Split([". ", ": "], StringSplitOptions.None)[0];

    // A store that can't be read has no candidates: a shell's completion is no place for errors.
    private static async ValueTask WriteBuildsAsync(ParseResult parsed, string word, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            var place = StorePlace.Of(parsed.GetValue(GlobalOptions.Store));
            await using var store = place.Kind.Open(place.Url, new StoreContext(TimeProvider.System, Warn: _ => { }));
            var builds = store.ListAsync(new BuildQuery(), cancellationToken)
                .Where(build => build.Id.Value.StartsWith(word, StringComparison.Ordinal))
                .Take(MostBuilds);
            await foreach (var build in builds.ConfigureAwait(false))
                terminal.Out.WriteLine($"{build.Id}\t{build.Status.ToText()} at {build.Current}, {build.ImageType}");
        }
        catch (Exception e) when (e is StoreException or UsageException or StoreUrlException)
        {
            terminal.Flush();
        }
    }
}
