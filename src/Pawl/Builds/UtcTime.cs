using System.Globalization;

namespace Pawl.Builds;

/// <summary>The two ways in which times are written: JSON's, and the one that SQL's <c>datetime('now')</c> compares with.</summary>
public static class UtcTime
{
    private const string Json = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Sql = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary><c>2026-01-02T03:04:05.678Z</c>.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Json, CultureInfo.InvariantCulture);

    /// <summary><c>2026-01-02 03:04:05.678</c>: sorts and compares with what SQLite's date functions return.</summary>
    public static string FormatSql(DateTimeOffset time) => time.UtcDateTime.ToString(Sql, CultureInfo.InvariantCulture);

    /// <summary>The time in UTC, without what is less than a millisecond: both ways of writing it give it back.</summary>
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>Reads either way, and the variants that other programs write; times without a zone are UTC.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
