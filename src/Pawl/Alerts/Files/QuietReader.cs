using System.Collections.Immutable;
using Pawl.Pipelines;

namespace Pawl.Alerts;

/// <summary>Reads quiet hours.</summary>
internal static class QuietReader
{
    private static readonly ImmutableArray<DayOfWeek> EveryDay = [.. Enum.GetValues<DayOfWeek>()];

    public static QuietHours Read(MapReader map, TimeZoneInfo zone, FaultCollector faults)
    {
        map.Require("from", "add `from: \"22:00\"`");
        map.Require("to", "add `to: \"07:00\"`");
        var from = map.Value<TimeOnly>("from", default, AlertValues.Time);
        var to = map.Value<TimeOnly>("to", default, AlertValues.Time);
        if (map.HasList("days") && map.Items("days", "").IsEmpty)
            faults.Add(map.ValueAt("days"), "`days` is an empty list, so the hours are never quiet", "name the days, or take `days` out for all");
        var days = Unique.Values(map.Values<DayOfWeek>("days", AlertValues.Day), "`days`", faults);
        return new QuietHours(from, to, days.IsEmpty ? EveryDay : days, map.Value<TimeZoneInfo>("timezone", zone, AlertValues.Zone));
    }
}
