using System.Globalization;
using Pawl.Pipelines;

namespace Pawl.Stores.Backups;

/// <summary>For how long a backup keeps what.</summary>
/// <param name="Moments">For how long after a build's last change every moment of it can be brought back from its events.</param>
/// <param name="Weekly">For how long a week's snapshots are kept after the week's end.</param>
public sealed record Retention(TimeSpan Moments, TimeSpan Weekly)
{
    private const int DaysOfWeek = 7;

    /// <summary>Every moment for 30 days, weekly snapshots for 52 weeks.</summary>
    public static Retention Default { get; } = new(TimeSpan.FromDays(30), TimeSpan.FromDays(52 * DaysOfWeek));

    /// <summary>Reads a duration, or weeks: <c>52w</c>.</summary>
    public static bool TryParseAge(string text, out TimeSpan age, out Complaint complaint)
    {
        if (text.EndsWith('w') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) && weeks <= 52)
        {
            (age, complaint) = (TimeSpan.FromDays(weeks * DaysOfWeek), default);
            return true;
        }

        return Duration.TryParse(text, out age, out complaint);
    }

    /// <summary>An age as <see cref="TryParseAge"/> reads it: in weeks where it is whole ones.</summary>
    public static string FormatAge(TimeSpan age) => age > TimeSpan.Zero && age.Ticks % (DaysOfWeek * TimeSpan.TicksPerDay) == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{age.Days / DaysOfWeek}w")
        : Duration.Format(age);
}
