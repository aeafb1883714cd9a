using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pawl.Builds;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Pipelines;

namespace Pawl.Cli.Verbs;

/// <summary>The arguments and options that several verbs have, each parsed once, here.</summary>
internal static class Ask
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    public static Argument<BuildId> BuildId() => new Argument<BuildId>("ID")
    {
        Description = $"The build: {Builds.BuildId.Rule}.",
        CustomParser = result => ParsedId(result).GetValueOrDefault(),
    }.Completing(Candidates.BuildIds);

    /// <summary>One build or more.</summary>
    public static Argument<BuildId[]> BuildIds(string description) => new Argument<BuildId[]>("ID")
    {
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.Select(token => ParsedId(result, token.Value).GetValueOrDefault())],
    }.Completing(Candidates.BuildIds);

    /// <summary>A build, or null.</summary>
    public static Argument<BuildId?> OptionalBuildId(string description) => new Argument<BuildId?>("ID")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? null : ParsedId(result),
        DefaultValueFactory = _ => null,
    }.Completing(Candidates.BuildIds);

    /// <summary>A build that may be a new one, or null.</summary>
    public static Option<BuildId?> BuildIdOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ID",
        CustomParser = ParsedId,
    };

    /// <summary>A state; null for the current one.</summary>
    public static Argument<StateCode?> State() => new("STATE")
    {
        Description = "The state, 0 to 100; without it the current one. With it, nothing is done unless it is the current one.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = OptionalState,
        DefaultValueFactory = _ => null,
    };

    public static Option<StateCode?> StateOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "STATE",
        CustomParser = OptionalState,
    };

    public static Option<Label?> LabelOption(string description, string helpName, string name, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Label.TryParse(Text(result), out var label)
            ? label
            : Refuse<Label?>(result, $"{name}: '{Shown(result)}' must be {Label.Rule}"),
    };

    public static Option<string?> PipelineOption(string description) => new Option<string?>("--pipeline") { Description = description, HelpName = "FILE" }
        .Completing(Candidates.PipelineFiles);

    public static Option<BuildStatus?> StatusOption(string description)
    {
        var option = new Option<BuildStatus?>("--status")
        {
            Description = description,
            HelpName = "running|failed|completed",
            CustomParser = result => BuildStatusText.TryParse(Text(result), out var status)
                ? status
                : Refuse<BuildStatus?>(result, $"--status: '{Shown(result)}' must be running, failed or completed"),
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add("running", "failed", "completed");
        return option;
    }

    public static Option<TimeSpan?> DurationOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "D",
        CustomParser = result => ParsedDuration(result, name),
    };

    public static Option<DateTimeOffset?> TimeOption(string name, string description) => new(name)
    {
        Description = $"{description} In UTC unless it says otherwise: 2026-01-02T03:04:05Z.",
        HelpName = "TIME",
        CustomParser = result => UtcTime.TryParse(Text(result), out var time)
            ? time
            : Refuse<DateTimeOffset?>(result, $"{name}: '{Shown(result)}' is no time; write it like 2026-01-02T03:04:05Z"),
    };

    /// <summary>How long a lease lasts.</summary>
    public static Option<TimeSpan?> LeaseOption(string description) => new("--lease")
    {
        Description = description,
        HelpName = "D",
        CustomParser = result => ParsedDuration(result, "--lease") switch
        {
            { } lease when lease < ShortestLease => Refuse<TimeSpan?>(result, "--lease: at least 1s, so that it can be used or renewed in time on a busy machine"),
            var lease => lease,
        },
    };

    public static Option<int> LimitOption(string description, int usual) => new("--limit")
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = result => int.TryParse(Text(result), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : Refuse<int>(result, $"--limit: '{Shown(result)}' is not a number"),
    };

    public static Option<string> Reason() => new("--reason")
    {
        Description = "Why; it is written to the history before anything runs.",
        HelpName = "TEXT",
        Required = true,
        CustomParser = result => Text(result) is { } reason && !string.IsNullOrWhiteSpace(reason)
            ? reason
            : Refuse<string>(result, "--reason must say why"),
    };

    /// <summary>The text of an argument's last token; null without one.</summary>
    public static string? Text(ArgumentResult result) => result.Tokens is [.., var last] ? last.Value : null;

    /// <summary>The same, cut and escaped for an error message.</summary>
    public static string Shown(ArgumentResult result) => Shorten(Text(result) ?? "");

    /// <summary>Text of the user's, cut and escaped for an error message.</summary>
    public static string Shorten(string text) => Visible.Line(text.Length > 60 ? text[..60] + "..." : text);

    /// <summary>Adds an error to a parse and goes on.</summary>
    public static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }

    private static BuildId? ParsedId(ArgumentResult result) => ParsedId(result, Text(result) ?? "");

    private static BuildId? ParsedId(ArgumentResult result, string text) => Builds.BuildId.TryParse(text, out var id)
        ? id
        : Refuse<BuildId?>(result, $"'{Shorten(text)}' is not a build id: it must be {Builds.BuildId.Rule}");

    private static TimeSpan? ParsedDuration(ArgumentResult result, string name) => Duration.TryParse(Text(result) ?? "", out var duration, out var complaint)
        ? duration
        : Refuse<TimeSpan?>(result, $"{name}: {Visible.Line(complaint.What)}; {Visible.Line(complaint.Mend)}");

    /// <summary>A state, or null.</summary>
    public static StateCode? OptionalState(ArgumentResult result)
    {
        if (result.Tokens.Count == 0)
            return null;
        return StateCode.TryParse(Text(result), out var code)
            ? code
            : Refuse<StateCode?>(result, $"'{Shown(result)}' is not a state: it must be a number from 0 to 100");
    }
}
