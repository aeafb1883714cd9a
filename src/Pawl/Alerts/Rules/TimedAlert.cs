using System.Globalization;
using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Stores;

namespace Pawl.Alerts;

/// <summary>What the passing of time raises. Pure: the time comes from outside.</summary>
/// <param name="Alert">The alert, without its channel's id yet.</param>
/// <param name="Occasion">What it is about, and the how-manieth time: the same for whoever looks.</param>
/// <param name="Until">When it is raised again, if it is still so then.</param>
internal sealed record TimedAlert(Alert Alert, string Occasion, DateTimeOffset Until)
{
    // Who is told that a build is stuck is told again the next day.
    private static readonly TimeSpan UsualReminder = TimeSpan.FromDays(1);

    /// <summary>The alert as one channel gets it.</summary>
    public Alert For(AlertRule rule, string channel) => Alert with { Id = Alert.IdOf(Alert.Build.Value, rule.Name, channel, Occasion) };

    /// <summary>The build has stood at its state for too long.</summary>
    public static TimedAlert? Stuck(AlertRule rule, BuildState build, StateEntry entry, DateTimeOffset now)
    {
        if (build.Status == BuildStatus.Completed || now - entry.At < rule.After || !rule.Concerns(build.Current))
            return null;
        var text = $"{build.Id} has been at state {AlertRules.Named(build, build.Current)} for {Span(now - entry.At)} ({build.Status.ToText()})";
        return Repeated(rule, build, text, $"stuck/{entry.Version}", entry.At, now);
    }

    /// <summary>A worker's lease ran out, and it didn't give it back.</summary>
    public static TimedAlert? LeaseLost(AlertRule rule, BuildState build, DateTimeOffset now)
    {
        if (build.Status == BuildStatus.Completed || build.Lease is not { } lease || lease.IsLiveAt(now) || !rule.Concerns(build.Current))
            return null;
        var text = $"{build.Id}: its worker {Sealing.SealedText.Shown(lease.Holder.Name)} is gone at state {AlertRules.Named(build, build.Current)}; "
            + $"its lease ran out at {UtcTime.Format(lease.Until)}, go on with `pawl resume {build.Id}`";
        return new TimedAlert(AlertRules.Of(rule, build, build.Current, text, lease.Until), LeaseOccasion(lease), DateTimeOffset.MaxValue);
    }

    /// <summary>A mirror hasn't got what it should have.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="build">The build.</param>
    /// <param name="row">How the mirror stands.</param>
    /// <param name="since">When the first change was made that it hasn't got.</param>
    /// <param name="now">The time.</param>
    public static TimedAlert? MirrorBehind(AlertRule rule, BuildState build, OutboxRow row, DateTimeOffset since, DateTimeOffset now)
    {
        if (!row.IsBehind || now - since < rule.After || !rule.Concerns(build.Current))
            return null;
        var why = row.IsDiverged
            ? "has another history; choose with `pawl mirror choose`"
            : $"is {row.Owed.Value - row.Shipped.Value} events behind for {Span(now - since)}";
        var found = Repeated(rule, build, $"{build.Id}: its mirror {row.Target} {why}", $"mirror/{row.Target}/{row.Shipped}", since, now);
        return found with { Alert = found.Alert with { Error = Secrets.Redactor.Standard.Redact(row.Error) } };
    }

    /// <summary>Names the loss of a lease, whether time or the next claim tells of it.</summary>
    public static string LeaseOccasion(Lease lease) => string.Create(CultureInfo.InvariantCulture, $"lease/{lease.Token}");

    private static TimedAlert Repeated(AlertRule rule, BuildState build, string text, string occasion, DateTimeOffset since, DateTimeOffset now)
    {
        var every = rule.AtMostEvery > TimeSpan.Zero ? rule.AtMostEvery : UsualReminder;
        var first = since + rule.After;
        var round = (now - first).Ticks / every.Ticks;
        return new TimedAlert(
            AlertRules.Of(rule, build, build.Current, text, now), string.Create(CultureInfo.InvariantCulture, $"{occasion}/{round}"), first + (every * (round + 1)));
    }

    private static string Span(TimeSpan span) => Duration.Format(span < TimeSpan.FromHours(1)
        ? TimeSpan.FromMinutes((long)span.TotalMinutes)
        : TimeSpan.FromHours((long)span.TotalHours));
}

/// <summary>When a build came to its current state.</summary>
/// <param name="Version">The version that the event made.</param>
/// <param name="At">When.</param>
internal readonly record struct StateEntry(BuildVersion Version, DateTimeOffset At);
