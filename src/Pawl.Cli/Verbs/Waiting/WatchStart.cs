using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pawl.Builds;
using Pawl.Pipelines;

namespace Pawl.Cli.Verbs.Waiting;

/// <summary>From when on a watch tells.</summary>
internal abstract record WatchStart
{
    /// <summary>From now on.</summary>
    public sealed record Now : WatchStart;

    /// <summary>What came after a version.</summary>
    public sealed record Version(BuildVersion After) : WatchStart;

    /// <summary>What happened at a time or later.</summary>
    public sealed record Time(DateTimeOffset At) : WatchStart;

    /// <summary>What happened in the last so many minutes.</summary>
    public sealed record Ago(TimeSpan Span) : WatchStart;

    /// <summary>Reads a version, a time or a duration.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WatchStart? start)
    {
        start = text switch
        {
            _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => new Version(new BuildVersion(version)),
            _ when Duration.TryParse(text, out var span, out var _) => new Ago(span),
            _ when text.Contains('-', StringComparison.Ordinal) && UtcTime.TryParse(text, out var time) => new Time(time),
            _ => null,
        };
        return start is not null;
    }
}
