using Pawl.Builds;

namespace Pawl.Stores;

/// <summary>One row of the guide's <c>state_history</c> table, one element of its JSON's <c>stateHistory</c>.</summary>
/// <param name="State">The state that it is about; outside 0 to 100 only in rows that another program wrote.</param>
/// <param name="Timestamp">When.</param>
/// <param name="Status"><c>started</c>, <c>completed</c>, <c>failed</c>, <c>interrupted</c>, <c>manual_retry</c>, <c>rolled_back</c>,
/// <c>restored</c>, or another program's word.</param>
/// <param name="ErrorMessage">Why; empty when there is nothing to say.</param>
public sealed record HistoryRow(long State, DateTimeOffset Timestamp, string Status, string ErrorMessage);

/// <summary>The projection of events to the guide's history rows. Events about something else than a state's course have none.</summary>
public static class HistoryRows
{
    /// <summary>The rows of one event.</summary>
    public static IReadOnlyList<HistoryRow> Of(BuildEvent happened) => happened switch
    {
        BuildEvent.Started e => [Row(e, e.State, "started")],
        BuildEvent.Completed e => [Row(e, e.State, "completed")],
        BuildEvent.Failed e => [Row(e, e.State, "failed", e.Failure.Error)],
        BuildEvent.Interrupted e => [Row(e, e.State, "interrupted", e.Reason)],
        BuildEvent.ManuallyRetried e => [Row(e, e.State, "manual_retry", $"Manual retry: {e.Reason}")],
        BuildEvent.RolledBack e => [Row(e, e.To, "rolled_back", $"Rolled back from state {e.From}: {e.Reason}")],
        BuildEvent.Restored e => [Row(e, e.State.Current, "restored", $"Restored to {UtcTime.Format(e.Moment)}: {e.Reason}")],
        BuildEvent.ForeignChangeAdopted e => [.. e.Rows.Select(row => Row(e, row))],
        _ => [],
    };

    private static HistoryRow Row(BuildEvent happened, StateCode state, string status, string error = "") =>
        new(state.Value, happened.At, status, error);

    // A time that can't be read is replaced by the time at which Pawl noticed the row.
    private static HistoryRow Row(BuildEvent happened, ForeignRow row) =>
        new(row.State, UtcTime.TryParse(row.Timestamp, out var time) ? time : happened.At, row.Status, row.ErrorMessage);
}
