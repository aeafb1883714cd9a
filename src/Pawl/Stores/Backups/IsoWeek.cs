using System.Globalization;

namespace Pawl.Stores.Backups;

/// <summary>A week of ISO 8601, in UTC: it begins on Monday.</summary>
/// <param name="Year">The year that most of its days are in.</param>
/// <param name="Number">1 to 53.</param>
public readonly record struct IsoWeek(int Year, int Number) : IComparable<IsoWeek>
{
    private const string Separator = "-W";

    /// <summary>Its first moment.</summary>
    public DateTimeOffset Start => new(ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday), TimeSpan.Zero);

    /// <summary>The first moment after it.</summary>
    public DateTimeOffset End => Start.AddDays(7);

    /// <summary>The week before.</summary>
    public IsoWeek Previous => Of(Start.AddDays(-1));

    /// <summary>True when <paramref name="left"/> is earlier.</summary>
    public static bool operator <(IsoWeek left, IsoWeek right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> is later.</summary>
    public static bool operator >(IsoWeek left, IsoWeek right) => left.CompareTo(right) > 0;

    /// <summary>True unless <paramref name="left"/> is later.</summary>
    public static bool operator <=(IsoWeek left, IsoWeek right) => left.CompareTo(right) <= 0;

    /// <summary>True unless <paramref name="left"/> is earlier.</summary>
    public static bool operator >=(IsoWeek left, IsoWeek right) => left.CompareTo(right) >= 0;

    /// <summary>The week that a moment is in.</summary>
    public static IsoWeek Of(DateTimeOffset time) => new(ISOWeek.GetYear(time.UtcDateTime), ISOWeek.GetWeekOfYear(time.UtcDateTime));

    /// <summary>Reads <c>2026-W48</c>, written exactly so.</summary>
    public static bool TryParse(string text, out IsoWeek week)
    {
        week = default;
        if (text.Length != 8 || text[4..6] != Separator
            || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year < 1 || number < 1 || number > ISOWeek.GetWeeksInYear(year))
            return false;
        week = new IsoWeek(year, number);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(IsoWeek other) => (Year, Number).CompareTo((other.Year, other.Number));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}{Separator}{Number:D2}");
}
