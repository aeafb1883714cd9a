using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;

namespace Pawl.Alerts;

/// <summary>What a change raises by the rules. Pure: the same events raise the same alerts, with the same ids, anywhere.</summary>
public static class AlertRules
{
    private const int MostError = 1_500;

    /// <summary>The alerts of a change, for each rule and each of its channels, in the order of the events.</summary>
    public static IEnumerable<(string Channel, Alert Alert)> Raise(ImmutableArray<AlertRule> rules, Change change)
    {
        var before = change.Before;
        foreach (var happened in change.Events)
        {
            var after = History.Apply(before, happened);
            foreach (var rule in rules)
            {
                if (rule.Concerns(after.Provider, after.ImageType) && Find(rule, before, happened, after) is { } found)
                {
                    foreach (var channel in rule.Channels)
                        yield return (channel, found with { Id = Alert.IdOf(after.Id.Value, rule.Name, channel, Occasion(found, before, rule)) });
                }
            }

            before = after;
        }
    }

    private static string Occasion(Alert found, BuildState before, AlertRule rule) => rule.Trigger == AlertTrigger.LeaseLost && before.Lease is { } lost
        ? TimedAlert.LeaseOccasion(lost)
        : $"{found.Event!.Id}";

    private static Alert? Find(AlertRule rule, BuildState before, BuildEvent happened, BuildState after) => rule.Trigger switch
    {
        AlertTrigger.Reached when happened is BuildEvent.Completed or BuildEvent.ForeignChangeAdopted && IsReached(rule, before, after) =>
            New(rule, happened, after, after.Current, $"{after.Id} reached state {Named(after, after.Current)}"),
        AlertTrigger.Completed when after.Status == BuildStatus.Completed && before.Status != BuildStatus.Completed =>
            New(rule, happened, after, StateCode.Final, $"{after.Id} is completed"),
        AlertTrigger.Failed when FailureOf(before, happened, after) is { } failure && Fits(rule, after, failure) =>
            OfFailure(rule, happened, after, failure, $"{after.Id} failed at state {Named(after, after.Current)} ({failure.Category.ToText()})"),
        AlertTrigger.RetriesUsedUp when FailureOf(before, happened, after) is { RetryAt: null, Category: FailureCategory.Transient } failure
            && Fits(rule, after, failure) =>
            OfFailure(rule, happened, after, failure, $"{after.Id} has used up its tries at state {Named(after, after.Current)}"),
        AlertTrigger.LeaseLost when happened is BuildEvent.Claimed claim && before.Lease is { } lost && rule.Concerns(after.Current) =>
            New(
                rule, happened, after, after.Current,
                $"{after.Id}: its worker {SealedText.Shown(lost.Holder.Name)} is gone at state {Named(after, after.Current)}; {SealedText.Shown(claim.Holder.Name)} took over"),
        _ => null,
    };

    // A plan may leave a state out: whoever waits for 70 is told when the build stands at 75.
    private static bool IsReached(AlertRule rule, BuildState before, BuildState after) =>
        after.Current > before.Current && (rule.States.IsEmpty || rule.States.Any(range => range.IsCrossed(before.Current, after.Current)));

    private static Failure? FailureOf(BuildState before, BuildEvent happened, BuildState after) => happened switch
    {
        BuildEvent.Failed failed => failed.Failure,
        BuildEvent.ForeignChangeAdopted when after.Status == BuildStatus.Failed && after.LastFailure != before.LastFailure => after.LastFailure?.Failure,
        _ => null,
    };

    private static bool Fits(AlertRule rule, BuildState after, Failure failure) =>
        rule.Concerns(after.Current) && (rule.Category is not { } category || category == failure.Category);

    private static Alert OfFailure(AlertRule rule, BuildEvent happened, BuildState after, Failure failure, string text)
    {
        // Of a sealed build it stays sealed: whoever may read it finds it with `pawl status`.
        var error = SealedText.IsOne(failure.Error) ? "" : ErrorText.Shorten(Redactor.Standard.Redact(failure.Error), MostError);
        return New(rule, happened, after, after.Current, text) with { Category = failure.Category, Error = error };
    }

    private static Alert New(AlertRule rule, BuildEvent happened, BuildState after, StateCode state, string text) =>
        Of(rule, after, state, text, happened.At) with { Event = new EventReference(happened.Id, after.Version) };

    /// <summary>An alert about a build as it stands, without an id yet.</summary>
    internal static Alert Of(AlertRule rule, BuildState build, StateCode state, string text, DateTimeOffset at) => new()
    {
        Id = "",
        Rule = rule.Name,
        Trigger = rule.Trigger,
        Urgency = rule.Urgency,
        Build = build.Id,
        Provider = build.Provider,
        ImageType = build.ImageType,
        Pipeline = build.Pipeline.Name,
        State = state,
        StateName = build.Plan.NameOf(state),
        Status = build.Status,
        Text = Redactor.Standard.Redact(text),
        At = at,
    };

    /// <summary>A state's code and name.</summary>
    internal static string Named(BuildState build, StateCode state) =>
        build.Plan.Contains(state) ? $"{state} {build.Plan.NameOf(state)}" : $"{state}";
}
