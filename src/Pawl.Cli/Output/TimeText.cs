using System.Globalization;

namespace Pawl.Cli.Output;

/// <summary>Times and spans for people.</summary>
internal static class TimeText
{
    /// <summary><c>2026-01-02 03:04:05Z (3m 10s ago)</c>.</summary>
    public static string Both(DateTimeOffset time, DateTimeOffset now) => $"{Absolute(time)} ({Relative(time, now)})";

    /// <summary><c>2026-01-02 03:04:05Z</c>.</summary>
    public static string Absolute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>3m 10s ago</c>, <c>in 2h 05m</c>, <c>now</c>.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        var ago = now - time;
        return ago.Duration() < TimeSpan.FromSeconds(1) ? "now" : ago > TimeSpan.Zero ? $"{Span(ago)} ago" : $"in {Span(-ago)}";
    }

    /// <summary>Like <see cref="Span"/>, with tenths below ten seconds: <c>0.4s</c>.</summary>
    public static string Elapsed(TimeSpan span) =>
        span.TotalSeconds < 10 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0}s") : Span(span);

    /// <summary>The two largest units that say something: <c>12s</c>, <c>3m 10s</c>, <c>2h 05m</c>, <c>4d 03h</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds}s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes}m {span.Seconds:00}s",
        { TotalHours: < 24 } => $"{(int)span.TotalHours}h {span.Minutes:00}m",
        _ => $"{(int)span.TotalDays}d {span.Hours:00}h",
    };
}
