using Pawl.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pawl.Cli.Screens;

/// <summary>The block at the bottom of a live screen.</summary>
internal static class LiveBlock
{
    private const int BarWidth = 30;

    /// <summary>Two lines: the state in work, and the whole build.</summary>
    public static IRenderable Of(RunProgress progress, DateTimeOffset now) => progress.Build is { } build
        ? new Rows(
            new Rule { Style = new Style(Color.Grey) },
            new Text(StateLine(progress, now), StyleOf(progress)) { Overflow = Overflow.Ellipsis },
            new Markup($"{Bar(progress)} {progress.Completed}/{progress.Total} states  [grey]{Markup.Escape(Whole(progress, build.Id.Value, now))}[/]") { Overflow = Overflow.Ellipsis })
        : Text.Empty;

    /// <summary>The state that runs or waits, in words.</summary>
    public static string StateLine(RunProgress progress, DateTimeOffset now)
    {
        if (progress.State is not { } state)
            return "...";
        var tries = progress.Try > 1 ? $"  try {progress.Try} of {progress.Tries}" : "";
        return progress.RetryAt is { } due
            ? $"{StatePrefix.Of(state)}{tries} {TimeText.Relative(due, now)}, at {TimeText.Absolute(due)}"
            : $"{StatePrefix.Of(state)} {TimeText.Span(now - progress.StartedAt)}{tries}";
    }

    private static string Whole(RunProgress progress, string id, DateTimeOffset now)
    {
        var left = progress.Remaining(now) is { } remaining ? $"  about {TimeText.Span(remaining)} left" : "";
        return $"{id}  {TimeText.Span(now - progress.BeganAt)}{left}";
    }

    private static string Bar(RunProgress progress)
    {
        var full = progress.Total == 0 ? 0 : progress.Completed * BarWidth / progress.Total;
        return $"[green]{new string('\u2501', full)}[/][grey]{new string('\u2501', BarWidth - full)}[/]";
    }

    private static Style StyleOf(RunProgress progress) =>
        progress.RetryAt is null ? new Style(Color.Teal) : new Style(Color.Olive);

}
