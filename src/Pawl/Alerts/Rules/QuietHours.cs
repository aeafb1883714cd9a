using System.Collections.Immutable;

namespace Pawl.Alerts;

/// <summary>Hours in which nobody wants to be woken: what is raised in them is held back until they end.</summary>
/// <param name="From">When they begin, by the zone's clock.</param>
/// <param name="To">When they end; not after <paramref name="From"/>: on the next day.</param>
/// <param name="Days">The days on which they begin.</param>
/// <param name="Zone">Whose clock.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, ImmutableArray<DayOfWeek> Days, TimeZoneInfo Zone)
{
    /// <summary>When the quiet hours end that a moment is in; null when it is in none.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Zone);
        var today = DateOnly.FromDateTime(local.DateTime);
        DateTimeOffset? end = null;
        // Those of yesterday may last until today.
        foreach (var day in (ReadOnlySpan<DateOnly>)[today.AddDays(-1), today])
        {
            if (!Days.Contains(day.DayOfWeek))
                continue;
            var (begin, finish) = (At(day, From), At(To > From ? day : day.AddDays(1), To));
            if (begin <= now && now < finish && finish > (end ?? DateTimeOffset.MinValue))
                end = finish;
        }

        return end;
    }

    // An hour that a summer's begin leaves out is read as the one after it; of one that is there twice, the later one counts.
    private DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (Zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        return new DateTimeOffset(local, Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Min() : Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
