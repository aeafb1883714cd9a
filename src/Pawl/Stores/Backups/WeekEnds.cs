using Pawl.Builds;

namespace Pawl.Stores.Backups;

/// <summary>Where a history stood at the end of a week in which it grew.</summary>
/// <param name="Week">The week.</param>
/// <param name="Version">How many events there were then.</param>
public readonly record struct WeekEnd(IsoWeek Week, BuildVersion Version)
{
    /// <summary>Finds the ends of all weeks in which a history grew, the earliest first. An event counts for the week of the latest time so far:
    /// a clock that jumped back changes nothing.</summary>
    public static async ValueTask<IReadOnlyList<WeekEnd>> FindAsync(IAsyncEnumerable<BuildEvent> history, CancellationToken cancellationToken)
    {
        var ends = new List<WeekEnd>();
        var version = BuildVersion.None;
        var latest = DateTimeOffset.MinValue;
        await foreach (var happened in history.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            version = version.Next;
            if (happened.At > latest)
                latest = happened.At;
            var week = IsoWeek.Of(latest);
            if (ends is [.., var last] && last.Week == week)
                ends[^1] = new WeekEnd(week, version);
            else
                ends.Add(new WeekEnd(week, version));
        }

        return ends;
    }
}
